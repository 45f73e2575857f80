using System;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace KeyRotation.Aws.Credentials;

/// <summary>The token of an identity provider. What it says of itself may be told; the token itself goes to STS and nowhere else.</summary>
internal sealed class IdentityToken
{
    private const int LongestClaim = 200;

    private readonly string text;

    public IdentityToken(string text) => this.text = text;

    /// <summary>The token, at the moment of its use.</summary>
    public string Reveal() => text;

    /// <summary>
    /// Issuer, audience and subject, for a person who looks for what does not fit. Nothing is verified: that is AWS's part.
    /// </summary>
    public override string ToString()
    {
        try
        {
            using JsonDocument claims = JsonDocument.Parse(Payload());
            return $"issuer {Claim(claims.RootElement, "iss")}, audience {Claim(claims.RootElement, "aud")}, subject {Claim(claims.RootElement, "sub")}";
        }
        catch (Exception problem) when (problem is FormatException or JsonException or InvalidOperationException)
        {
            return "nothing that can be read, because it is not a JSON web token";
        }
    }

    private byte[] Payload()
    {
        string[] parts = text.Split('.');
        string payload = parts.Length == 3 ? parts[1].Replace('-', '+').Replace('_', '/') : throw new FormatException();
        return Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '='));
    }

    private static string Claim(JsonElement claims, string name)
    {
        if (!claims.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.String)
        {
            return "(not a text)";
        }

        var shown = new StringBuilder("'");
        foreach (char character in value.GetString()!.Take(LongestClaim))
        {
            shown.Append(char.IsControl(character) ? '?' : character);
        }

        return shown.Append('\'').ToString();
    }
}
