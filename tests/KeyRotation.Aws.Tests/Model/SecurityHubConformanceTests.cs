using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.SecurityHub;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>The call to Security Hub, held against the official model.</summary>
public sealed class SecurityHubConformanceTests
{
    /// <summary>The typed codes of the service that no other service has.</summary>
    public static readonly string[] Codes = ["InternalException", "InvalidAccessException"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Findings_go_where_the_model_says_and_every_declared_error_is_typed()
    {
        await using var stub = new StubServer(_ => StubAnswer.Json("""{"FailedCount":1,"SuccessCount":1,"FailedFindings":[{"Id":"b","ErrorCode":"InvalidInput","ErrorMessage":"said the stub"}]}"""));
        using JsonClient client = Clients.Json(ServiceIdentity.SecurityHub, stub.Endpoint);

        RejectedFinding rejected = Assert.Single(await new SecurityHubImport(client).ImportAsync(["""{"Id":"a"}""", """{"Id":"b"}"""], Stop));

        Assert.Equal(new RejectedFinding("b", "InvalidInput", "said the stub"), rejected);
        StubRequest request = Assert.Single(stub.Requests);
        JsonElement operation = ModelFiles.Read("securityhub", "service-2.json.gz").GetProperty("operations").GetProperty("BatchImportFindings");
        Assert.Equal((operation.GetProperty("http").GetProperty("method").GetString(), operation.GetProperty("http").GetProperty("requestUri").GetString(), "securityhub"), (request.Method, request.Path, request.Headers["Authorization"].Split('/')[3]));
        using JsonDocument body = JsonDocument.Parse(request.Body);
        Assert.Equal(["a", "b"], body.RootElement.GetProperty("Findings").EnumerateArray().Select(finding => finding.GetProperty("Id").GetString()));
        Assert.All(operation.GetProperty("errors").EnumerateArray(), error => Assert.True(ErrorKinds.OfCode.ContainsKey(error.GetProperty("shape").GetString()!), error.ToString()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"FailedCount":0,"SuccessCount":0}""")]
    [InlineData("""{"FailedCount":1,"SuccessCount":0,"FailedFindings":[]}""")]
    [InlineData("""{"FailedCount":1,"SuccessCount":0,"FailedFindings":[{"ErrorCode":"InvalidInput"}]}""")]
    public async Task Numbers_that_do_not_fit_are_an_answer_that_cannot_be_understood(string answer)
    {
        await using var stub = new StubServer(_ => StubAnswer.Json(answer));
        using JsonClient client = Clients.Json(ServiceIdentity.SecurityHub, stub.Endpoint);

        ServiceException problem = await Assert.ThrowsAsync<ServiceException>(() => new SecurityHubImport(client).ImportAsync(["""{"Id":"a"}"""], Stop));

        Assert.Equal(ServiceErrorKind.MalformedAnswer, problem.Kind);
    }
}
