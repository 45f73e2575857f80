using System;
using Xunit;

namespace KeyRotation.Tests.Reporting;

/// <summary>What a denial says to do, in words that AWS uses.</summary>
public sealed class DenialTests
{
    private const string Denied = "User: arn:aws:iam::123456789012:user/ops is not authorized to perform: iam:CreateAccessKey on resource: user svc";
    private const string Encoded = "vZ3kAbCdEfGh_IjKlMnOpQrStUvWxYz0123456789AbCdEfGh-IjKlMnOpQrStUvWxYz0123456789abcdefghijABCDEFGHIJklmnopqrstKLMNOPQRSTuvwxyzUVWXYZ01234567899876543210abcdefghijklmnop";

    [Fact]
    public void A_missing_allow_is_to_be_allowed()
    {
        KeyRotationException failure = Of(Denied + " because no identity-based policy allows the iam:CreateAccessKey action");

        Assert.Equal("AccessDenied", failure.ErrorId);
        Assert.Contains("Allow iam:CreateAccessKey to the identity that signs", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" with an explicit deny in a service control policy")]
    [InlineData(" with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/mfa")]
    public void An_explicit_deny_is_to_be_lifted_or_met_with_MFA(string reason)
    {
        KeyRotationException failure = Of(Denied + reason);

        Assert.Equal(("AccessDenied", FailureCategory.PermissionDenied), (failure.ErrorId, failure.Category));
        Assert.Contains("lift that deny", failure.Message, StringComparison.Ordinal);
        Assert.Contains("sign in with MFA", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Allow iam:", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:iam::123456789012:user/ops", " 123456789012")]
    [InlineData("arn:aws-us-gov:sts::210000000001:assumed-role/Ops/night", " 210000000001")]
    public void A_service_control_policy_is_named_with_whom_to_ask(string signer, string account)
    {
        const string policy = "arn:aws:organizations::987654321098:policy/o-qv5af4abcd/service_control_policy/p-2kgnabcd";

        KeyRotationException failure = Of($"User: {signer} is not authorized to perform: iam:CreateAccessKey on resource: user svc with an explicit deny in a service control policy: {policy}");

        Assert.Equal("AccessDenied", failure.ErrorId);
        Assert.Contains($"The service control policy p-2kgnabcd ({policy}) denies iam:CreateAccessKey", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"Test-AccessKeyGuardrail{account}, signed in to the management account 987654321098", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_that_a_service_control_policy_keeps_from_its_own_key_is_not_sent_to_another_identity()
    {
        KeyRotationException failure = Of("User: arn:aws:iam::123456789012:user/svc is not authorized to perform: iam:CreateAccessKey on resource: user svc with an explicit deny in a service control policy");

        Assert.Contains("A service control policy of the organization denies iam:CreateAccessKey", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Quarantine", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user svc")]
    [InlineData("arn:aws:iam::123456789012:user/apps/svc")]
    public void A_quarantined_user_is_told_that_another_identity_has_to_replace_the_key(string resource)
    {
        KeyRotationException failure = Of($"User: arn:aws:iam::123456789012:user/apps/svc is not authorized to perform: iam:CreateAccessKey on resource: {resource} with an explicit deny in an identity-based policy: arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3");

        Assert.Equal("AccessDenied", failure.ErrorId);
        Assert.Contains("of an administrator", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-UserName svc instead of -Self", failure.Message, StringComparison.Ordinal);
        Assert.Contains("only after the key is replaced", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoded_message_comes_whole_with_the_command_that_decodes_it()
    {
        string said = ForeignText.Clean($"You are not authorized to perform this operation. Encoded authorization failure message: {Encoded}");

        Assert.EndsWith(Encoded, said, StringComparison.Ordinal);
        Assert.EndsWith($"aws sts decode-authorization-message --query DecodedMessage --output text --encoded-message {Encoded}", Of(said, "UnauthorizedOperation").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoded_message_is_no_hiding_place_for_a_secret()
    {
        string said = ForeignText.Clean($"Encoded authorization failure message: {Encoded} secret_key={Encoded}", [Encoded[..40]]);

        Assert.DoesNotContain(Encoded[..40], said, StringComparison.Ordinal);
        Assert.DoesNotContain(Encoded, ForeignText.Clean($"Encoded authorization failure message: abcdefghijklmnopqrst0 and {Encoded.Replace('_', 'x').Replace('-', 'x')}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TagPolicyViolation", ServiceErrorKind.Other)]
    [InlineData("InvalidInput", ServiceErrorKind.InvalidInput)]
    [InlineData("AccessDenied", ServiceErrorKind.AccessDenied)]
    public void A_tag_policy_is_called_one_with_the_tag_that_it_refuses(string code, ServiceErrorKind kind)
    {
        KeyRotationException failure = KeyRotationException.Of(new ServiceException(kind, "iam", "TagUser", code, "The tag policy does not allow the specified value for the following tag key: 'keyrotation:pending'."), target: null);

        Assert.Equal("TagPolicyViolation", failure.ErrorId);
        Assert.Contains("tag policy of AWS Organizations", failure.Message, StringComparison.Ordinal);
        Assert.Contains("allows the tag keyrotation:pending", failure.Message, StringComparison.Ordinal);
    }

    private static KeyRotationException Of(string message, string code = "AccessDenied") =>
        KeyRotationException.Of(new ServiceException(ServiceErrorKind.AccessDenied, "iam", "CreateAccessKey", code, message), target: null);
}
