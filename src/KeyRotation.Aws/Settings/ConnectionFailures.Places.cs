using System;
using KeyRotation.Delivery;

namespace KeyRotation.Aws.Settings;

/// <content>Failures of the way to a destination that is not in the account of the key.</content>
internal static partial class ConnectionFailures
{
    private const string NothingCreated = "No key was created.";

    public static KeyRotationException PlaceNotEntered(DestinationPlace place, CallerIdentity signer, ServiceException problem)
    {
        KeyRotationException refusal = KeyRotationException.Of(problem, target: null);
        string next = problem.Kind == ServiceErrorKind.AccessDenied
            ? "AWS does not say which it is: check that the role is there, that its trust policy names "
                + $"{(place.ExternalId is null ? "the caller and asks for no external id" : "the caller and this external id")}, and that the caller may call sts:AssumeRole on it."
            : "Run again.";
        return NotReached(
            refusal.Category,
            $"{signer.Arn} could not assume {place.RoleArn}, which leads to a destination{(problem.Code is null ? string.Empty : $" ({problem.Code})")}: {problem.Message.Trim().TrimEnd('.')}. {NothingCreated} {next}",
            problem);
    }

    public static KeyRotationException AnotherPlaceEntered(DestinationPlace place, string accountId) => NotReached(
        FailureCategory.InvalidData,
        $"The session of {place.RoleArn}, which leads to a destination, is of account {accountId}. {NothingCreated} Check the endpoint.",
        cause: null);

    public static KeyRotationException PlaceWithoutCredentials(DestinationPlace place, KeyRotationException problem) => NotReached(
        problem.Category,
        $"The way to a destination, {place}, has no credentials. {NothingCreated} {problem.Message}",
        problem);

    private static KeyRotationException NotReached(FailureCategory category, string message, Exception? cause) => new("DestinationNotReached", category, target: null, message, cause);
}
