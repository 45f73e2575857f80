namespace KeyRotation.Notices;

/// <summary>The services of an account that send notices.</summary>
public interface INoticeServices
{
    /// <summary>A topic of Amazon SNS, in the region that its ARN names.</summary>
    /// <param name="topicArn">The topic.</param>
    /// <exception cref="KeyRotationException">The region does not exist.</exception>
    INoticeReceiver Topic(string topicArn);

    /// <summary>Mail by Amazon SES, in the connection's region.</summary>
    /// <param name="from">The address of the sender, which SES has verified.</param>
    /// <exception cref="KeyRotationException">No region is set.</exception>
    INoticeReceiver Mail(string from);
}
