using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using KeyRotation.Commands.Delivery;
using KeyRotation.Commands.Parameters;
using KeyRotation.Delivery;
using KeyRotation.Rotation;

namespace KeyRotation.Commands.Pipeline;

/// <summary>What every cmdlet that rotates has: where secrets are delivered, and how long a new key may take.</summary>
public abstract class RotatingCmdlet : StepCmdlet
{
    private const double Seconds = 1;

    /// <summary>
    /// Where the new key's secret is delivered and read back: SecretsManager[:name], ParameterStore[:/path],
    /// Profile[:name], Csv:path, Env:path, Json:path, Vault[:vault[/name]], the same as a [KeyRotation.Destination] with options of its own, or
    /// a script block { param($Key) … } for anything else. Names may contain {UserName}, {AccountId}, {AccountName} and {AccessKeyId}. All succeed, or all are as they were and the new key is deleted.
    /// Default: the output object alone.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateDestination]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public object[]? Destination { get; set; }

    /// <summary>
    /// Gives each user its own destinations: a .psd1 file, or a hashtable, with rules by the user's name, path or tags. Users that no rule is for
    /// go to -Destination; without it they are left for later. Default: -Destination is for all users.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object? DestinationMap { get; set; }

    /// <summary>
    /// Lets the tag keyrotation:to of a user say where its keys go, before -DestinationMap and -Destination: SecretsManager[:name], ParameterStore[:/path],
    /// or names from the map, with a space between them.
    /// </summary>
    [Parameter]
    public SwitchParameter DestinationByTag { get; set; }

    /// <summary>A script block { param($Key) … } that takes back what a script block of -Destination delivered.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? UndoDestination { get; set; }

    /// <summary>
    /// The KMS key that SecretsManager (for a new secret) and ParameterStore encrypt with. Default: the one that is in use
    /// there, and the service's own for what is new.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KmsKeyId { get; set; }

    /// <summary>The form of the file of Csv: the console's, or the one that <c>aws configure import</c> reads. Default: Console.</summary>
    [Parameter]
    public CsvForm CsvForm { get; set; }

    /// <summary>
    /// Lets destinations write over what is there: a file, or another key than the one that is replaced. With -Self,
    /// disables the old key at once although it was in use.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How long the new key may take to be accepted: a time span, or a number of seconds, from 1 second to 10 minutes. Default: 2 minutes.</summary>
    [Parameter]
    [Duration(Seconds, Shortest = 1, Longest = 10 * 60)]
    public TimeSpan VerifyTimeout { get; set; } = new RotationOptions().VerifyTimeout;

    /// <summary>
    /// A script block { param($Key) … } that tries the new key where applications use it, after it is delivered and before that is recorded. Where it
    /// writes an error, throws or gives $false, the key is taken back and every destination is as it was.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? VerifyWith { get; set; }

    /// <summary>A script block { param($Key) … } that has applications read the new key, after its rotation is recorded. Its failure is an error and changes nothing.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? AfterDelivery { get; set; }

    /// <summary>How keys are rotated, with the script blocks.</summary>
    private protected RotationOptions WithScripts(RotationOptions options, IPipelineThread thread) => options with
    {
        Acceptance = VerifyWith is null ? null : (key, _) => AcceptAsync(new SessionScript(VerifyWith, thread), key),
        AfterDelivery = AfterDelivery is null ? null : (key, _) => new SessionScript(AfterDelivery, thread).RunAsync(key),
    };

    private static async Task AcceptAsync(SessionScript check, RotatedAccessKey key)
    {
        if ((await check.RunAsync(key).ConfigureAwait(false)).LastOrDefault()?.BaseObject is false)
        {
            throw new DestinationException(FailureCategory.InvalidOperation, "The script block gave $false.");
        }
    }

    /// <summary>Whether no secret is in the output alone.</summary>
    private protected bool HasDestination => Destination is not null || DestinationMap is not null || DestinationByTag;

    private protected override DestinationSettings CreateDestinations() => new(new DestinationMapReader(this).Read(Destination, DestinationMap, DestinationByTag))
    {
        Undo = UndoDestination,
        KmsKeyId = KmsKeyId,
        CsvForm = CsvForm,
        Overwrite = Force,
        ProfileLocation = ProfileLocation,
        FullPath = GetUnresolvedProviderPathFromPSPath,
        Session = InvokeCommand,
    };
}
