using System;
using System.Collections.Generic;
using System.Xml.Linq;
using KeyRotation.Sandbox.Query;

namespace KeyRotation.Sandbox.Iam;

/// <summary>The operations on the credential report.</summary>
internal sealed class CredentialReportOperations
{
    private readonly CredentialReportStore reports;

    public CredentialReportOperations(CredentialReportStore reports) => this.reports = reports;

    public IEnumerable<QueryOperation> Operations() =>
    [
        new("GenerateCredentialReport", Generate) { Resource = _ => "*" },
        new("GetCredentialReport", Get) { Resource = _ => "*" },
    ];

    private IEnumerable<XElement> Generate(QueryContext context)
    {
        var state = reports.Generate();
        yield return context.Element("State", state);
        if (state == CredentialReportStore.Started)
        {
            yield return context.Element("Description", "No report exists. Starting a new report generation task");
        }
    }

    private IEnumerable<XElement> Get(QueryContext context)
    {
        var report = reports.Get();
        return
        [
            context.Element("Content", Convert.ToBase64String(report.Content)),
            context.Element("ReportFormat", "text/csv"),
            context.Element("GeneratedTime", report.GeneratedTime),
        ];
    }
}
