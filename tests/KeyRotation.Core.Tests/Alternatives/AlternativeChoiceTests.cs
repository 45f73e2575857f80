using System.Collections.Generic;
using System.Linq;
using KeyRotation.CredentialReports;
using Xunit;

namespace KeyRotation.Tests.Alternatives;

/// <summary>What is decided from what is known.</summary>
public sealed class AlternativeChoiceTests
{
    private const string Lambda = "Boto3/1.34.145 md/Botocore#1.34.145 exec-env/AWS_Lambda_python3.12 Botocore/1.34.145";
    private const string Java = "aws-sdk-java/1.12.681 Linux/4.18.0 OpenJDK_64-Bit_Server_VM/17.0.10 java/17.0.10";

    public static TheoryData<string> Names() => new(InventedUsers.All.Select(user => user.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_user_of_a_known_kind_gets_the_alternative_of_that_kind(string name)
    {
        InventedUser user = InventedUsers.All.Single(one => one.Name == name);

        KeyAlternative found = user.Judge();

        Assert.Equal((user.Expected, user.Confidence), (found.Alternative, found.Confidence));
        Assert.NotEmpty(found.Reason);
        Assert.NotEmpty(found.Evidence);
        Assert.NotNull(found.Move);
    }

    [Fact]
    public void The_evidence_says_what_was_seen_how_often_and_from_where() => Assert.Equal(
        ["exec-env/AWS_Lambda_python3.12 in the user agent: 240 calls from 3.248.10.20, an address of Amazon"],
        new InventedUser("x", string.Empty, string.Empty) { Calls = [(Lambda, "3.248.10.20", 240)] }.Judge().Evidence);

    [Fact]
    public void An_execution_environment_at_an_address_that_is_not_of_AWS_is_not_sure() =>
        Assert.Equal(AlternativeConfidence.Medium, Of((Lambda, "198.51.100.1", 240)).Confidence);

    [Fact]
    public void Most_calls_decide_and_the_others_lower_the_confidence()
    {
        KeyAlternative found = Of((Lambda, "3.248.10.20", 300), (Java, "203.0.113.9", 100));

        Assert.Equal((AlternativeKind.FunctionRole, AlternativeConfidence.Medium), (found.Alternative, found.Confidence));
        Assert.Contains("300 of 400 calls", found.Reason, System.StringComparison.Ordinal);
        Assert.Equal(2, found.Evidence.Count);
    }

    [Fact]
    public void What_is_unknown_is_never_taken_for_unused()
    {
        KeyAlternative found = new InventedUser("x", string.Empty, string.Empty) { LastUsed = EvidenceOfUse.Unknown("not looked up") }.Judge();

        Assert.Equal((AlternativeKind.Unknown, AlternativeConfidence.None), (found.Alternative, found.Confidence));
        Assert.Null(found.TrustPolicy);
        Assert.Contains("-IncludeActivity", found.Reason, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, AlternativeKind.Unknown, AlternativeConfidence.None)]
    [InlineData(7.1, AlternativeKind.Delete, AlternativeConfidence.High)]
    public void A_key_that_was_never_used_goes_when_it_is_older_than_a_week(double days, string expected, string confidence)
    {
        KeyAlternative found = new InventedUser("x", string.Empty, string.Empty) { LastUsed = EvidenceOfUse.NeverUsed, AgeDays = days }.Judge();

        Assert.Equal((expected, confidence), (found.Alternative, found.Confidence));
    }

    [Theory]
    [InlineData(365, AlternativeKind.Unknown)]
    [InlineData(366, AlternativeKind.Delete)]
    public void A_key_goes_that_was_not_used_for_more_than_a_year(int days, string expected) => Assert.Equal(
        expected,
        new InventedUser("x", string.Empty, string.Empty) { AgeDays = 800, LastUsed = EvidenceOfUse.Used(InventedUser.Now.AddDays(-days), "s3", "eu-west-1") }.Judge().Alternative);

    [Fact]
    public void A_use_that_CloudTrail_shows_counts_more_than_a_record_without_one() => Assert.Equal(
        AlternativeKind.FunctionRole,
        new InventedUser("x", string.Empty, string.Empty) { LastUsed = EvidenceOfUse.NeverUsed, Calls = [(Lambda, "3.248.10.20", 1)] }.Judge().Alternative);

    [Fact]
    public void A_tag_counts_more_than_a_name()
    {
        KeyAlternative byName = new InventedUser("github-deploy", string.Empty, string.Empty).Judge();
        KeyAlternative byTag = new InventedUser("x", string.Empty, string.Empty) { Tags = new Dictionary<string, string> { ["usage"] = "github-actions" } }.Judge();

        Assert.Equal((AlternativeKind.OidcFederation, AlternativeConfidence.Low), (byName.Alternative, byName.Confidence));
        Assert.Equal((AlternativeKind.OidcFederation, AlternativeConfidence.Medium), (byTag.Alternative, byTag.Confidence));
        Assert.Contains("usage = github-actions", byTag.Evidence[0], System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wizard")]
    [InlineData("digithub")]
    [InlineData("my-githubber")]
    public void A_word_in_another_word_says_nothing(string name) => Assert.Equal(AlternativeKind.Unknown, new InventedUser(name, string.Empty, string.Empty).Judge().Alternative);

    [Theory]
    [InlineData("bob@example.com", AlternativeConfidence.Low)]
    [InlineData("bob.stone", AlternativeConfidence.Low)]
    public void A_name_like_a_persons_is_weak_evidence(string name, string confidence)
    {
        KeyAlternative found = new InventedUser(name, string.Empty, string.Empty).Judge();

        Assert.Equal((AlternativeKind.IdentityCenter, confidence), (found.Alternative, found.Confidence));
    }

    [Theory]
    [InlineData("svc.billing")]
    [InlineData("backup")]
    public void A_name_of_a_service_is_no_persons(string name) => Assert.Equal(AlternativeKind.Unknown, new InventedUser(name, string.Empty, string.Empty).Judge().Alternative);

    [Fact]
    public void A_password_that_is_in_use_is_evidence_of_a_person() => Assert.Equal(
        AlternativeConfidence.Medium,
        new InventedUser("x", string.Empty, string.Empty) { Password = new ReportedPassword(IsEnabled: true, InventedUser.Now, InventedUser.Now) }.Judge().Confidence);

    [Fact]
    public void The_modules_own_calls_say_nothing() => Assert.Equal(
        AlternativeKind.Unknown,
        Of(("KeyRotation/0.1.0 aws-sdk-dotnet-coreclr/4.0.102", "3.248.10.20", 3)).Alternative);

    [Fact]
    public void A_service_that_calls_for_the_user_does_not_say_where_the_user_is() => Assert.Equal(
        AlternativeKind.Unknown,
        Of(("cloudformation.amazonaws.com", "cloudformation.amazonaws.com", 30)).Alternative);

    [Fact]
    public void A_program_that_moves_between_addresses_is_no_server() => Assert.Equal(
        AlternativeKind.Unknown,
        Of((Java, "203.0.113.9", 100), (Java, "203.0.113.10", 100), (Java, "198.51.100.3", 100)).Alternative);

    [Fact]
    public void The_key_of_the_root_user_goes_and_no_command_is_given_that_cannot_work()
    {
        KeyAlternative found = new InventedUser("<root_account>", string.Empty, string.Empty).Judge();

        Assert.Equal(AlternativeKind.Delete, found.Alternative);
        Assert.Empty(found.Commands);
    }

    private static KeyAlternative Of(params (string, string, int)[] calls) => new InventedUser("x", string.Empty, string.Empty) { Calls = calls }.Judge();
}
