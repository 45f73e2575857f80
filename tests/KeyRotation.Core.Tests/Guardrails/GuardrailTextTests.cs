using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using KeyRotation.Guardrails;
using KeyRotation.Tests.Permissions;
using Xunit;

namespace KeyRotation.Tests.Guardrails;

/// <summary>The policies that are written: their form, and what they deny to whom.</summary>
public sealed class GuardrailTextTests
{
    private const string Account = "123456789012";
    private const string Rotator = "arn:aws:iam::*:role/ops/KeyRotation";

    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal) { ["AllowAccessKeys"] = "true" };

    public static TheoryData<GuardrailOptions> Variants()
    {
        var data = new TheoryData<GuardrailOptions>();
        foreach (TagOwner owner in Enum.GetValues<TagOwner>())
        {
            foreach (string? path in new[] { null, "/human/", "people/staff" })
            {
                foreach (string partition in new[] { "aws", "aws-cn", "aws-us-gov" })
                {
                    string role = $"arn:{partition}:iam::{Account}:role/KeyRotation";
                    data.Add(new GuardrailOptions { TagOf = owner, UserPath = path, Partition = partition });
                    data.Add(new GuardrailOptions { TagOf = owner, UserPath = path, ExceptedRoleArns = [role, role.Replace(Account, "*", StringComparison.Ordinal)] });
                    data.Add(new GuardrailOptions { TagOf = owner, UserPath = path, ExceptedRoleArns = [role], ProtectsJournal = true, TagName = "Ключ доступа/ok", TagValue = "ja é" });
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_policy_is_one_that_Organizations_could_take(GuardrailOptions options)
    {
        string policy = GuardrailText.Of(options);

        Assert.InRange(policy.Length, 1, GuardrailOptions.LargestPolicy);
        using JsonDocument document = JsonDocument.Parse(policy);
        Assert.Equal(["Version", "Statement"], document.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("2012-10-17", document.RootElement.GetProperty("Version").GetString());
        string partition = options.Partition ?? options.ExceptedRoleArns.First().Split(':')[1];
        foreach (JsonElement statement in document.RootElement.GetProperty("Statement").EnumerateArray())
        {
            Assert.Equal(["Sid", "Effect", "Action", "Resource", "Condition"], statement.EnumerateObject().Select(member => member.Name));
            Assert.Matches("^[A-Za-z0-9]+$", statement.GetProperty("Sid").GetString()!);
            Assert.Equal("Deny", statement.GetProperty("Effect").GetString());
            Assert.All(Arns(statement), arn => Assert.StartsWith($"arn:{partition}:iam::", arn, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_documented_policy_is_the_one_that_is_written() => Assert.Contains(
        GuardrailText.Of(new GuardrailOptions { ExceptedRoleArns = ["arn:aws:iam::*:role/KeyRotation"] }),
        File.ReadAllText(Path.Combine(DocumentedPolicies.Docs(), "guardrails.md")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(TagOwner.Principal)]
    [InlineData(TagOwner.User)]
    public void Without_the_tag_nobody_gets_a_key_however_the_call_is_signed(TagOwner owner)
    {
        string policy = GuardrailText.Of(new GuardrailOptions { TagOf = owner });

        Assert.True(Create(User("svc"), User("svc")).IsDeniedBy(policy));
        Assert.True(Create(Role("Admin"), User("svc")).IsDeniedBy(policy));
        Assert.True(Create($"arn:aws:iam::{Account}:root", User("svc")).IsDeniedBy(policy));
        Assert.False((Create(User("svc"), User("svc")) with { Action = "iam:ListAccessKeys" }).IsDeniedBy(policy));
    }

    [Fact]
    public void The_tag_is_that_of_the_caller_or_of_the_user_for_whom_the_key_is()
    {
        string ofCaller = GuardrailText.Of(new GuardrailOptions());
        string ofUser = GuardrailText.Of(new GuardrailOptions { TagOf = TagOwner.User });
        InventedCall byTaggedCaller = Create(Role("Admin"), User("svc")) with { CallerTags = Allowed };
        InventedCall forTaggedUser = Create(Role("Admin"), User("svc")) with { UserTags = Allowed };

        Assert.Equal((false, true), (byTaggedCaller.IsDeniedBy(ofCaller), forTaggedUser.IsDeniedBy(ofCaller)));
        Assert.Equal((true, false), (byTaggedCaller.IsDeniedBy(ofUser), forTaggedUser.IsDeniedBy(ofUser)));
    }

    [Theory]
    [InlineData(TagOwner.Principal)]
    [InlineData(TagOwner.User)]
    public void A_user_with_the_tag_rotates_its_own_key(TagOwner owner)
    {
        InventedCall call = Create(User("svc"), User("svc")) with { CallerTags = Allowed, UserTags = Allowed };

        Assert.False(call.IsDeniedBy(GuardrailText.Of(new GuardrailOptions { TagOf = owner })));
    }

    [Theory]
    [InlineData("True")]
    [InlineData("")]
    [InlineData("false")]
    public void Another_value_is_as_no_tag(string value)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["AllowAccessKeys"] = value };

        Assert.True((Create(User("svc"), User("svc")) with { CallerTags = tags }).IsDeniedBy(GuardrailText.Of(new GuardrailOptions())));
    }

    [Fact]
    public void A_role_that_is_left_out_creates_keys_and_one_of_the_same_name_elsewhere_does_not()
    {
        string policy = GuardrailText.Of(new GuardrailOptions { ExceptedRoleArns = [Rotator] });

        Assert.False(Create(Role("ops/KeyRotation"), User("svc")).IsDeniedBy(policy));
        Assert.True(Create(Role("KeyRotation"), User("svc")).IsDeniedBy(policy));
        Assert.True(Create(Role("ops/KeyRotation2"), User("svc")).IsDeniedBy(policy));
    }

    [Fact]
    public void With_a_path_the_keys_of_other_users_are_left_alone()
    {
        string policy = GuardrailText.Of(new GuardrailOptions { UserPath = "/human/" });

        Assert.True(Create(Role("Admin"), User("human/alice")).IsDeniedBy(policy));
        Assert.True(Create(User("human/alice"), User("human/de/alice")).IsDeniedBy(policy));
        Assert.False(Create(Role("Admin"), User("svc")).IsDeniedBy(policy));
        Assert.False(Create(Role("Admin"), User("nonhuman/svc")).IsDeniedBy(policy));
    }

    [Theory]
    [InlineData("iam:TagUser")]
    [InlineData("iam:UntagUser")]
    [InlineData("iam:CreateUser")]
    public void Only_the_rotator_changes_the_journal(string action)
    {
        string policy = GuardrailText.Of(new GuardrailOptions { ExceptedRoleArns = [Rotator], ProtectsJournal = true });
        InventedCall call = new(action, Role("Admin"), User("svc")) { CallerTags = Allowed, TagKeys = ["team", "keyrotation:pending"] };

        Assert.True(call.IsDeniedBy(policy));
        Assert.False((call with { CallerArn = Role("ops/KeyRotation") }).IsDeniedBy(policy));
        Assert.False((call with { TagKeys = ["team"] }).IsDeniedBy(policy));
        Assert.False((call with { TagKeys = [] }).IsDeniedBy(policy));
    }

    [Fact]
    public void The_journal_is_protected_on_request_only() =>
        Assert.False(new InventedCall("iam:TagUser", Role("Admin"), User("svc")) { TagKeys = ["keyrotation:pending"] }.IsDeniedBy(GuardrailText.Of(new GuardrailOptions())));

    [Fact]
    public void A_policy_that_is_too_large_with_white_space_is_written_without()
    {
        string[] roles = Enumerable.Range(0, 66).Select(number => $"arn:aws:iam::1234567890{number:D2}:role/a-role-that-rotates-keys-{number}").ToArray();
        string policy = GuardrailText.Of(new GuardrailOptions { ExceptedRoleArns = roles, TagValue = "yes it may" });

        Assert.InRange(policy.Length, 4000, GuardrailOptions.LargestPolicy);
        Assert.DoesNotContain("\n", policy, StringComparison.Ordinal);
        Assert.False(Create($"arn:aws:iam::123456789065:role/a-role-that-rotates-keys-65", User("svc")).IsDeniedBy(policy));
        Assert.False((Create(User("svc"), User("svc")) with { CallerTags = new Dictionary<string, string>(StringComparer.Ordinal) { ["AllowAccessKeys"] = "yes it may" } }).IsDeniedBy(policy));
    }

    [Fact]
    public void A_policy_that_is_too_large_in_any_form_is_refused()
    {
        string[] roles = Enumerable.Range(0, 99).Select(number => $"arn:aws:iam::1234567890{number:D2}:role/a-role-that-rotates-keys").ToArray();

        KeyRotationException failure = Assert.Throws<KeyRotationException>(() => GuardrailText.Of(new GuardrailOptions { ExceptedRoleArns = roles }));

        Assert.Equal(("GuardrailTooLarge", FailureCategory.LimitsExceeded), (failure.ErrorId, failure.Category));
    }

    [Theory]
    [InlineData("arn:aws:sts::123456789012:assumed-role/KeyRotation/night", "ARN of the role")]
    [InlineData("arn:aws:iam::123456789012:user/rotator", "not the ARN of a role")]
    [InlineData("arn:aws:iam::12345:role/KeyRotation", "not the ARN of a role")]
    [InlineData("arn:aws:iam::123456789012:role/${aws:username}", "not the ARN of a role")]
    [InlineData("arn:aws:iam::123456789012:role/a\"b", "not the ARN of a role")]
    [InlineData("KeyRotation", "not the ARN of a role")]
    [InlineData("arn:aws-cn:iam::123456789012:role/KeyRotation", "another partition")]
    public void What_would_not_mean_the_role_is_refused(string arn, string said) => Refused(new GuardrailOptions { ExceptedRoleArns = [arn], Partition = "aws" }, said);

    [Theory]
    [InlineData("aws:x", "true")]
    [InlineData("", "true")]
    [InlineData("Allow*", "true")]
    [InlineData("Allow", "a\"b")]
    [InlineData("Allow", "${aws:username}")]
    public void What_no_user_can_have_as_a_tag_is_refused(string name, string value) => Refused(new GuardrailOptions { TagName = name, TagValue = value }, "cannot be the tag");

    [Theory]
    [InlineData("/")]
    [InlineData("/human/*")]
    [InlineData("hu man")]
    public void What_is_no_path_is_refused(string path) => Refused(new GuardrailOptions { UserPath = path }, "not a path");

    [Fact]
    public void A_journal_that_nobody_could_write_is_refused() => Refused(new GuardrailOptions { ProtectsJournal = true }, "-ExceptRoleArn");

    private static void Refused(GuardrailOptions options, string said)
    {
        KeyRotationException failure = Assert.Throws<KeyRotationException>(() => GuardrailText.Of(options));

        Assert.Equal(("GuardrailInvalid", FailureCategory.InvalidArgument), (failure.ErrorId, failure.Category));
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    private static InventedCall Create(string callerArn, string userArn) => new("iam:CreateAccessKey", callerArn, userArn);

    private static string User(string name) => $"arn:aws:iam::{Account}:user/{name}";

    private static string Role(string name) => $"arn:aws:iam::{Account}:role/{name}";

    private static IEnumerable<string> Arns(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Arns(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Arns),
        _ => value.GetString() is { } text && text.StartsWith("arn:", StringComparison.Ordinal) ? [text] : [],
    };
}
