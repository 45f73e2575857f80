using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Accounts;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Accounts;

public sealed class CredentialRoundTests
{
    private static readonly List<ConnectionOptions> Three = [new() { ProfileName = "first" }, new() { ProfileName = "second" }, new() { ProfileName = "third" }];

    public static TheoryData<Exception, string> Problems() => new()
    {
        { new KeyRotationException("Some", FailureCategory.InvalidData, target: null, "Some text."), "Some" },
        { new ServiceException(ServiceErrorKind.Throttled, "sts", "GetCallerIdentity", "Throttling", "slow down"), "Throttled" },
        { new InvalidOperationException("with a secret"), "UnexpectedError" },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task Whatever_one_of_several_credentials_fails_with_is_one_error_that_names_it_and_the_others_go_on(Exception problem, string errorId)
    {
        var report = new RecordingReport();
        var used = new List<string?>();

        await CredentialRound.RunAsync(
            Three,
            connection => connection,
            connection =>
            {
                used.Add(connection.ProfileName);
                return connection.ProfileName == "second" ? throw problem : Task.CompletedTask;
            },
            report);

        Assert.Equal(["first", "second", "third"], used);
        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal(errorId, failure.ErrorId);
        Assert.Contains("profile second", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("with a secret", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task Where_there_is_one_its_failure_is_that_of_the_run_unless_the_run_has_more_to_do(Exception problem, string errorId)
    {
        var report = new RecordingReport();

        Exception ended = await Assert.ThrowsAnyAsync<Exception>(() => CredentialRound.RunAsync(Three.Take(1).ToList(), connection => connection, _ => throw problem, report));
        Assert.Same(problem, ended);
        Assert.Empty(report.Failures);

        await CredentialRound.RunAsync(Three.Take(1).ToList(), connection => connection, _ => throw problem, report, othersFollow: true);
        Assert.Equal(errorId, Assert.Single(report.Failures).ErrorId);
    }

    [Fact]
    public async Task A_stop_is_no_failure_of_a_credential() =>
        await Assert.ThrowsAsync<OperationCanceledException>(() => CredentialRound.RunAsync(Three, connection => connection, _ => throw new OperationCanceledException(), new RecordingReport()));
}
