using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace KeyRotation.Aws.Tests.Moto;

/// <summary>Findings in the Security Hub of moto, as far as it has one.</summary>
public sealed class MotoFindingTests : IClassFixture<MotoServer>
{
    private readonly MotoServer moto;

    public MotoFindingTests(MotoServer moto) => this.moto = moto;

    [Fact]
    public async Task A_finding_is_imported_read_and_suppressed()
    {
        using AwsConnection connection = await AwsConnection.OpenAsync(moto.Options, TimeProvider.System, CancellationToken.None);
        IFindingImport hub = connection.FindingImport();
        string product = $"arn:aws:securityhub:{hub.Region}:{connection.Account.AccountId}:product/{connection.Account.AccountId}/default";
        string now = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string finding = $$"""
            {"SchemaVersion":"2018-10-08","Id":"keyrotation/one","ProductArn":"{{product}}","GeneratorId":"keyrotation/one","AwsAccountId":"{{connection.Account.AccountId}}","Types":["Software and Configuration Checks"],"CreatedAt":"{{now}}","UpdatedAt":"{{now}}",
            "Severity":{"Label":"LOW"},"Title":"t","Description":"d","Resources":[{"Type":"AwsIamUser","Id":"arn"}],"Workflow":{"Status":"SUPPRESSED"},"Note":{"Text":"why","UpdatedBy":"someone","UpdatedAt":"{{now}}"} }
            """;

        Assert.Empty(await hub.ImportAsync([finding], TestContext.Current.CancellationToken));
        Assert.Contains(new SuppressedFinding("keyrotation/one", "why", "someone"), await hub.ListSuppressedAsync(connection.Account.AccountId, "keyrotation/", TestContext.Current.CancellationToken));

        try
        {
            Assert.Empty(await hub.UpdateAsync(new FindingUpdate(product, ["keyrotation/one"], IsSuppressed: true, "note", "KeyRotation"), TestContext.Current.CancellationToken));
        }
        catch (ServiceException problem) when (problem.Code is null or "404" or "NotFound" or "UnknownOperationException" or "NotImplemented" || problem.Kind is ServiceErrorKind.ServiceFailure or ServiceErrorKind.MalformedAnswer)
        {
            Assert.Skip($"This moto has no BatchUpdateFindings ({problem.Kind}: {problem.Message}).");
        }
    }
}
