using System;
using Xunit;

namespace KeyRotation.Tests.Reporting;

public sealed class UserErrorTests
{
    private static readonly KeyReference User = new("123456789012", "svc", AccessKeyId: null);

    [Fact]
    public void What_concerns_the_connection_names_the_user_whose_work_it_ended()
    {
        DateTimeOffset later = new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero);
        KeyRotationException failure = Failures.Of(new KeyRotationException("NoRegion", FailureCategory.InvalidArgument, target: null, "No region is set.") { RetryAfter = later }, User);

        Assert.Equal("NoRegion", failure.ErrorId);
        Assert.Equal(User, failure.Target);
        Assert.Equal(later, failure.RetryAfter);
        Assert.Equal("user svc of account 123456789012 is left out: No region is set.", failure.Message);
    }

    [Fact]
    public void What_names_a_user_or_a_key_stays_as_it_is()
    {
        var refusal = new KeyRotationException("KeyIsActive", FailureCategory.InvalidOperation, new KeyReference("123456789012", "svc", "AKIAIOSFODNN7EXAMPLE"), "It is active.");
        Assert.Same(refusal, Failures.Of(refusal, User));
    }

    [Theory]
    [InlineData(ServiceErrorKind.AccessDenied, FailureCategory.PermissionDenied)]
    [InlineData(ServiceErrorKind.Throttled, FailureCategory.LimitsExceeded)]
    [InlineData(ServiceErrorKind.NoAnswer, FailureCategory.ConnectionError)]
    public void What_is_left_over_has_the_category_of_the_call_that_failed(ServiceErrorKind kind, FailureCategory category) =>
        Assert.Equal(category, Failures.CategoryOf(new ServiceException(kind, "iam", "UntagUser", "Code", "text")));
}
