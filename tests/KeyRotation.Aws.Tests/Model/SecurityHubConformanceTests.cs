using System;
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

    [Fact]
    public async Task Workflows_are_read_and_set_as_the_model_says()
    {
        await using var stub = new StubServer(request => StubAnswer.Json(request.Method == "PATCH"
            ? """{"ProcessedFindings":[{"Id":"a","ProductArn":"arn"}],"UnprocessedFindings":[{"FindingIdentifier":{"Id":"b","ProductArn":"arn"},"ErrorCode":"FindingNotFound","ErrorMessage":"said the stub"}]}"""
            : request.Body.Contains("NextToken", StringComparison.Ordinal) ? """{"Findings":[{"Id":"b"}]}""" : """{"Findings":[{"Id":"a","Note":{"Text":"t","UpdatedBy":"u"}}],"NextToken":"n"}"""));
        using JsonClient client = Clients.Json(ServiceIdentity.SecurityHub, stub.Endpoint);
        var hub = new SecurityHubImport(client);

        Assert.Equal([new SuppressedFinding("a", "t", "u"), new SuppressedFinding("b", null, null)], await hub.ListSuppressedAsync("123456789012", "keyrotation/", Stop));
        Assert.Equal([new RejectedFinding("b", "FindingNotFound", "said the stub")], await hub.UpdateAsync(new FindingUpdate("arn", ["a", "b"], IsSuppressed: true, "why", "KeyRotation"), Stop));

        JsonElement model = ModelFiles.Read("securityhub", "service-2.json.gz");
        foreach ((StubRequest request, string name) in stub.Requests.Zip(["GetFindings", "GetFindings", "BatchUpdateFindings"]))
        {
            JsonElement operation = model.GetProperty("operations").GetProperty(name);
            Assert.Equal((operation.GetProperty("http").GetProperty("method").GetString(), operation.GetProperty("http").GetProperty("requestUri").GetString()), (request.Method, request.Path));
            Assert.All(operation.GetProperty("errors").EnumerateArray(), error => Assert.True(ErrorKinds.OfCode.ContainsKey(error.GetProperty("shape").GetString()!), error.ToString()));
            using JsonDocument body = JsonDocument.Parse(request.Body);
            Fits(body.RootElement, operation.GetProperty("input").GetProperty("shape").GetString()!);
        }

        void Fits(JsonElement value, string shapeName)
        {
            JsonElement shape = model.GetProperty("shapes").GetProperty(shapeName);
            if (value.ValueKind == JsonValueKind.Object)
            {
                Assert.All(value.EnumerateObject(), member => Fits(member.Value, shape.GetProperty("members").GetProperty(member.Name).GetProperty("shape").GetString()!));
                Assert.All(shape.TryGetProperty("required", out JsonElement required) ? required.EnumerateArray() : [], name => Assert.True(value.TryGetProperty(name.GetString()!, out _), name.GetString()));
            }
            else if (value.ValueKind == JsonValueKind.Array)
            {
                Assert.All(value.EnumerateArray(), item => Fits(item, shape.GetProperty("member").GetProperty("shape").GetString()!));
            }
            else if (shape.TryGetProperty("enum", out JsonElement values))
            {
                Assert.Contains(value.GetString(), values.EnumerateArray().Select(item => item.GetString()));
            }
        }
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
