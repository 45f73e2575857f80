using System;
using System.Threading.Tasks;

namespace KeyRotation.Aws.Delivery;

/// <summary>Turns a refused or failed call into what it means for a destination.</summary>
internal static class DestinationCalls
{
    public static async Task<T> CallAsync<T>(string where, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (ServiceException problem)
        {
            throw Of(where, problem);
        }
    }

    public static DestinationException Of(string where, ServiceException problem)
    {
        KeyRotationException failure = KeyRotationException.Of(problem, target: null);
        return new DestinationException(failure.Category, $"{where}: {failure.Message}", problem);
    }

    /// <summary>What is there is not a key: it is somebody else's, and is not written over.</summary>
    /// <param name="where">The place in words.</param>
    /// <param name="expected">What a key is there, in words.</param>
    public static DestinationException NotAKey(string where, string expected) => new(
        FailureCategory.InvalidData,
        $"{where} holds something that is not {expected}, and is not written over. Choose another name, or remove it first.");

    public static DestinationException KmsKeyUnknown(string where, ServiceException? problem) => new(
        problem is null ? FailureCategory.ObjectNotFound : KeyRotationException.Of(problem, target: null).Category,
        $"{where} keeps the KMS key that it is encrypted with, and which one that is cannot be found out: "
        + (problem is null ? "it is not listed by DescribeParameters (yet)." : KeyRotationException.Of(problem, target: null).Message)
        + " Run again, or say the key with -KmsKeyId (alias/aws/ssm is the service's own).",
        problem);

    public static DestinationException NotAsBefore(string where, string what) => new(
        FailureCategory.InvalidData,
        $"{where} is not as it was before, although it was put back: {what}. Look at its versions.");

    public static DestinationException ChangedMeanwhile(string where) => new(
        FailureCategory.ResourceBusy,
        $"{where} was changed by another program meanwhile and is left as it is. Look at its versions.");
}
