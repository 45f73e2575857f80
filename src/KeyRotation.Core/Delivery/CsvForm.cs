namespace KeyRotation.Delivery;

/// <summary>Which columns a CSV file of a key has.</summary>
public enum CsvForm
{
    /// <summary>As the IAM console writes it: <c>Access key ID,Secret access key</c>.</summary>
    Console,

    /// <summary>As <c>aws configure import --csv</c> reads it: <c>User Name,Access Key ID,Secret access key</c>.</summary>
    CommandLine,
}
