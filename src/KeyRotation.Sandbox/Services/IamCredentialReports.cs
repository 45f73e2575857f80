using System;
using System.Collections.Generic;
using System.Xml.Linq;

namespace KeyRotation.Sandbox.Services;

/// <summary>The operations on the credential report.</summary>
internal sealed class IamCredentialReports
{
    private readonly CredentialReports reports;

    public IamCredentialReports(CredentialReports reports) => this.reports = reports;

    public IEnumerable<ServiceOperation> Operations() =>
    [
        new("GenerateCredentialReport", Generate) { Resource = _ => "*" },
        new("GetCredentialReport", Get) { Resource = _ => "*" },
    ];

    private IEnumerable<XElement> Generate(OperationContext context)
    {
        var state = reports.Generate();
        yield return context.Element("State", state);
        if (state == CredentialReports.Started)
        {
            yield return context.Element("Description", "No report exists. Starting a new report generation task");
        }
    }

    private IEnumerable<XElement> Get(OperationContext context)
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
