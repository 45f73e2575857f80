using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Threading.Tasks;
using KeyRotation.Integrations.GitHub;
using Sodium;
using Xunit;

namespace KeyRotation.Integrations.Tests.GitHub;

public sealed class SealedBoxTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    /// <summary>libsodium of the system, as Debian's package libsodium23 has it, and not the module's.</summary>
    private const string OpenInPython =
        """
        import base64, ctypes, ctypes.util, sys
        name = ctypes.util.find_library("sodium")
        if not name: sys.exit(77)
        sodium = ctypes.CDLL(name)
        if sodium.sodium_init() < 0: sys.exit(1)
        private, public, sealed = (base64.b64decode(line) for line in sys.stdin.read().split())
        opened = ctypes.create_string_buffer(len(sealed))
        length = len(sealed) - sodium.crypto_box_sealbytes()
        if sodium.crypto_box_seal_open(opened, sealed, ctypes.c_ulonglong(len(sealed)), public, private): sys.exit(2)
        sys.stdout.write(opened.raw[:length].decode())
        """;

    [Fact]
    public void Only_the_private_key_opens_it()
    {
        using KeyPair keys = PublicKeyBox.GenerateKeyPair();
        using KeyPair others = PublicKeyBox.GenerateKeyPair();
        byte[] sealedText = Convert.FromBase64String(SealedBox.Seal(Secret, Convert.ToBase64String(keys.PublicKey)));

        Assert.Equal(Secret, Encoding.UTF8.GetString(SealedPublicKeyBox.Open(sealedText, keys.PrivateKey, keys.PublicKey)));
        Assert.ThrowsAny<Exception>(() => SealedPublicKeyBox.Open(sealedText, others.PrivateKey, others.PublicKey));
    }

    [Fact]
    public async Task Another_language_with_another_libsodium_opens_it()
    {
        using KeyPair keys = PublicKeyBox.GenerateKeyPair();
        string publicKey = Convert.ToBase64String(keys.PublicKey);
        using Process python = Start();
        await python.StandardInput.WriteAsync($"{Convert.ToBase64String(keys.PrivateKey)} {publicKey} {SealedBox.Seal(Secret, publicKey)}");
        python.StandardInput.Close();
        string opened = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(python.ExitCode == 77, "This system has no libsodium.");

        Assert.Equal(0, python.ExitCode);
        Assert.Equal(Secret, opened);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64")]
    public void What_is_no_public_key_is_refused(string publicKey)
    {
        DestinationException problem = Assert.Throws<DestinationException>(() => SealedBox.Seal(Secret, publicKey));
        Assert.DoesNotContain(Secret, problem.ToString(), StringComparison.Ordinal);
    }

    private static Process Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", ["-c", OpenInPython]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("This system has no python3.");
            throw;
        }
    }
}
