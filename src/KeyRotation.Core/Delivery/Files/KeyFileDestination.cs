using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Files;

namespace KeyRotation.Delivery.Files;

/// <summary>
/// A key inside a file that an application has settings in. Only the key's values are replaced, everything else stays byte for byte; other
/// writers that use this class wait.
/// </summary>
public sealed class KeyFileDestination : IFormedDestination
{
    private readonly KeyFilePlace place;
    private readonly IReport? report;

    private KeyFileDestination(NameTemplate path, IKeyFileFormat format, bool overwrite, IReport? report, TimeProvider? time)
    {
        place = new KeyFilePlace(new PathTemplate(path ?? throw new ArgumentNullException(nameof(path))), path.NamesTheKey, format, overwrite, time ?? TimeProvider.System);
        this.report = report;
    }

    /// <inheritdoc/>
    public string Kind => place.Format.Kind;

    /// <inheritdoc/>
    public string Place => Kind;

    /// <inheritdoc/>
    public KeyForm Form => place.Format.Form;

    /// <summary>A file of variables, one a line: what docker's --env-file, systemd's EnvironmentFile and sh read.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="form">The names of the variables; null for the usual.</param>
    /// <param name="overwrite">Whether another key than the replaced one may be written over.</param>
    /// <param name="report">Receives warnings; null when they are not wanted.</param>
    /// <param name="time">The clock by which to wait for other writers; the system's when not given.</param>
    public static KeyFileDestination Environment(NameTemplate path, KeyForm? form, bool overwrite, IReport? report = null, TimeProvider? time = null) =>
        new(path, new EnvironmentFormat(form ?? new KeyForm()), overwrite, report, time);

    /// <summary>A JSON file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="form">The names of the members and where they are; null for the usual.</param>
    /// <param name="overwrite">Whether another key than the replaced one may be written over.</param>
    /// <param name="report">Receives warnings; null when they are not wanted.</param>
    /// <param name="time">The clock by which to wait for other writers; the system's when not given.</param>
    public static KeyFileDestination Json(NameTemplate path, KeyForm? form, bool overwrite, IReport? report = null, TimeProvider? time = null) =>
        new(path, new JsonFormat(form ?? new KeyForm()), overwrite, report, time);

    /// <inheritdoc/>
    public Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        KeyForming.Check(Form, owner);
        string file = place.Path.For(owner, NameTemplate.SomeAccessKeyId);
        WritablePlace.Check(file);
        KeyInFile held = FileFailures.Guard("read", file, () => place.Format.Read(CredentialsFile.Read(LinkTarget.Of(file)).Text, file));
        if (place.NamesTheKey)
        {
            return Task.FromResult(PlaceContent.Unknown);
        }

        if (!place.Overwrite)
        {
            KeyInPlace.EnsureReplaceable(file, held.AccessKeyId, replacedAccessKeyId);
        }

        if (KeyForming.SmtpWarning(Form, file, held.Texts) is string warning)
        {
            report?.Warning(warning);
        }

        return Task.FromResult(KeyInPlace.ContentOf(held.AccessKeyId, replacedAccessKeyId));
    }

    /// <inheritdoc/>
    public IDelivery Begin(KeyToDeliver key) => new KeyFileDelivery(place, key ?? throw new ArgumentNullException(nameof(key)));

    /// <inheritdoc/>
    public Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string file = place.Path.For(owner, accessKeyId);
        KeyInFile held = FileFailures.Guard("read", file, () => place.Format.Read(CredentialsFile.Read(LinkTarget.Of(file)).Text, file));
        return Task.FromResult(held.AccessKeyId == accessKeyId ? KeyForming.Found(Form, accessKeyId, held.SecretText!) : null);
    }
}

/// <summary>Where key files are and how keys are written into them.</summary>
/// <param name="Path">The template of their paths.</param>
/// <param name="NamesTheKey">Whether each key has a file of its own.</param>
/// <param name="Format">How keys are written.</param>
/// <param name="Overwrite">Whether another key than the replaced one may be written over.</param>
/// <param name="Time">The clock by which to wait for other writers.</param>
internal sealed record KeyFilePlace(PathTemplate Path, bool NamesTheKey, IKeyFileFormat Format, bool Overwrite, TimeProvider Time);
