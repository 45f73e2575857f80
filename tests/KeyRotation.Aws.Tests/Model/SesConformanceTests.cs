using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.Ses;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>The call to SES, held against the official model.</summary>
public sealed class SesConformanceTests
{
    /// <summary>The typed codes of the service that no other service has.</summary>
    public static readonly string[] Codes = ["MailFromDomainNotVerifiedException", "MessageRejected", "NotFoundException"];

    [Fact]
    public async Task SendEmail_goes_where_the_model_says_with_the_members_that_it_has()
    {
        StubRequest request = await SendAsync("red@example.com");

        using JsonDocument body = JsonDocument.Parse(request.Body);
        Assert.Equal(("POST", "/v2/email/outbound-emails", "ses"), (request.Method, request.Path, request.Headers["Authorization"].Split('/')[3]));
        Assert.Equal("red@example.com", Assert.Single(body.RootElement.GetProperty("Destination").GetProperty("ToAddresses").EnumerateArray()).GetString());
        Assert.Equal("Schlüssel", body.RootElement.GetProperty("Content").GetProperty("Simple").GetProperty("Subject").GetProperty("Data").GetString());
        JsonElement model = ModelFiles.Read("sesv2", "service-2.json.gz");
        Assert.Equal(request.Path, model.GetProperty("operations").GetProperty("SendEmail").GetProperty("http").GetProperty("requestUri").GetString());
        Assert.Empty(body.RootElement.EnumerateObject().Select(member => member.Name).Except(
            model.GetProperty("shapes").GetProperty("SendEmailRequest").GetProperty("members").EnumerateObject().Select(member => member.Name), StringComparer.Ordinal));
        Assert.Empty(Codes.Except(model.GetProperty("operations").GetProperty("SendEmail").GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("shape").GetString()), StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("team-red")]
    [InlineData("red@")]
    [InlineData("@example.com")]
    [InlineData("a@b@c")]
    [InlineData("red@example.com\nBcc: x")]
    public async Task An_owner_that_is_no_address_is_refused_without_a_call(string recipient) =>
        Assert.Contains("is not a mail address", (await Assert.ThrowsAsync<DestinationException>(() => SendAsync(recipient))).Message, StringComparison.Ordinal);

    private static async Task<StubRequest> SendAsync(string recipient)
    {
        await using var stub = new StubServer(_ => StubAnswer.Json("""{"MessageId":"m"}"""));
        using JsonClient client = Clients.Json(ServiceIdentity.Ses, stub.Endpoint);
        try
        {
            await new SesMail(client, "keys@example.com").SendAsync(new Notice(recipient, "r", "Schlüssel", "text", []), TestContext.Current.CancellationToken);
        }
        catch (DestinationException)
        {
            Assert.Empty(stub.Requests);
            throw;
        }

        return Assert.Single(stub.Requests);
    }
}
