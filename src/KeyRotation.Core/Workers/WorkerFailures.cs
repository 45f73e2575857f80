using static KeyRotation.Failures;

namespace KeyRotation.Workers;

/// <summary>Failures of a queue of accounts and of the workflow behind it.</summary>
internal static class WorkerFailures
{
    public static KeyRotationException QueueNotFound(string queue, ServiceException problem) => new(
        "QueueNotFound",
        FailureCategory.ObjectNotFound,
        target: null,
        $"The queue {queue} was not found by this connection ({problem.Action}: {Sentence(problem.Message)}) Check -QueueUrl, and that -Region is the queue's.",
        problem);

    public static KeyRotationException MessageUnreadable(QueuedAccount message, string what) => new(
        "QueueMessageUnreadable",
        FailureCategory.InvalidData,
        target: null,
        $"The {message} cannot be read: {what}. A message is {{\"TaskToken\": \"…\", \"Account\": {{\"Id\": \"123456789012\"}}}}. It is left in the queue, which moves it to the dead-letter queue after its maxReceiveCount; correct the state that sends it.");

    public static KeyRotationException NotAnswered(Account account, ServiceException problem)
    {
        KeyRotationException cause = Service(problem, target: null);
        return new KeyRotationException(
            "TaskNotAnswered",
            cause.Category,
            target: null,
            $"The pass over {account} has ended, and its state machine could not be notified: {cause.Message} The message is left in the queue: a worker gets it again, passes over the account once more, which does nothing twice, and answers.",
            problem)
        {
            Account = account,
        };
    }
}
