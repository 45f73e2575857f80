using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using KeyRotation.Export;
using Xunit;
using JsonObject = KeyRotation.Export.JsonObject;

namespace KeyRotation.Tests.Export;

public sealed class JsonTextTests
{
    [Fact]
    public void Every_character_is_read_back_and_half_a_surrogate_pair_becomes_a_mark()
    {
        string all = string.Concat(Enumerable.Range(0, 0x10000).Select(code => "a" + (char)code)) + "\U0001F511";

        string json = JsonText.Of(all, keepNulls: true);

        string expected = string.Concat(all.EnumerateRunes());
        Assert.Equal(expected, JsonDocument.Parse(Encoding.UTF8.GetBytes(json)).RootElement.GetString());
    }

    [Fact]
    public void Nothing_in_a_text_ends_a_script_or_a_line_or_cannot_be_seen()
    {
        string json = JsonText.Of(new JsonObject { { Hostile.Text, Hostile.Text } }, keepNulls: true);

        Assert.DoesNotContain(json.Replace("\n", string.Empty, StringComparison.Ordinal), c => c is '<' or '>' or '&' or '\u2028' or '\u202E' || char.IsControl(c));
    }

    [Fact]
    public void Numbers_and_times_do_not_depend_on_the_culture_and_empty_lists_stay_short()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            var value = new JsonObject
            {
                { "number", 1234.5 },
                { "count", -12 },
                { "flag", true },
                { "time", new DateTimeOffset(2026, 11, 20, 10, 30, 0, TimeSpan.FromHours(1)) },
                { "none", null },
                { "list", Array.Empty<string>() },
            };

            Assert.Equal("{\n  \"number\": 1234.5,\n  \"count\": -12,\n  \"flag\": true,\n  \"time\": \"2026-11-20T09:30:00Z\",\n  \"list\": []\n}\n", JsonText.Of(value, keepNulls: false));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
