using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.GuardDuty;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>The calls to GuardDuty, whose method and path name the operation, held against the official model.</summary>
public sealed class GuardDutyConformanceTests
{
    /// <summary>The typed codes of the service.</summary>
    public static readonly string[] Codes = ["BadRequestException", "InternalServerErrorException"];

    private static readonly string[] Operations = ["GetFindings", "ListDetectors", "ListFindings"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_call_goes_where_the_model_says_with_the_members_that_it_has()
    {
        JsonElement model = ModelFiles.Read("guardduty", "service-2.json.gz");
        await using var stub = new StubServer(request => StubAnswer.Json(
            request.Path.EndsWith("/get", StringComparison.Ordinal) ? """{"findings":[{"id":"f"}]}""" : request.Method == "GET" ? """{"detectorIds":["d/1"],"nextToken":""}""" : """{"findingIds":["f"],"nextToken":""}"""));
        using JsonClient client = Clients.Json(ServiceIdentity.GuardDuty, stub.Endpoint);
        var findings = new GuardDutyFindings(client);

        string detector = Assert.Single(await findings.ListDetectorsAsync(Stop));
        Assert.Equal("f", Assert.Single(await findings.ListFindingsAsync(detector, Stop)));
        Assert.Equal("""{"id":"f"}""", Assert.Single(await findings.GetFindingsAsync(detector, ["f"], Stop)));

        Assert.Equal(["GET /detector", "POST /detector/d%2F1/findings", "POST /detector/d%2F1/findings/get"], stub.Requests.Select(request => $"{request.Method} {request.Path.Split('?')[0]}"));
        foreach ((StubRequest request, string operation) in stub.Requests.Zip(["ListDetectors", "ListFindings", "GetFindings"]))
        {
            JsonElement described = model.GetProperty("operations").GetProperty(operation);
            Assert.Equal(described.GetProperty("http").GetProperty("method").GetString(), request.Method);
            Assert.Equal(described.GetProperty("http").GetProperty("requestUri").GetString()!.Replace("{DetectorId}", "d%2F1", StringComparison.Ordinal), request.Path.Split('?')[0]);
            Assert.Equal("guardduty", request.Headers["Authorization"].Split('/')[3]);
            AssertMembers(model, described.GetProperty("input").GetProperty("shape").GetString()!, request);
        }
    }

    [Fact]
    public async Task Pages_are_read_to_the_end_and_a_circle_ends()
    {
        int page = 0;
        await using var stub = new StubServer(_ => StubAnswer.Json(++page switch
        {
            1 => """{"detectorIds":["a"],"nextToken":"one+/="}""",
            2 => """{"detectorIds":[],"nextToken":"two"}""",
            3 => """{"detectorIds":["b"]}""",
            _ => """{"findingIds":["f"],"nextToken":"again"}""",
        }));
        using JsonClient client = Clients.Json(ServiceIdentity.GuardDuty, stub.Endpoint);
        var findings = new GuardDutyFindings(client);

        Assert.Equal(["a", "b"], await findings.ListDetectorsAsync(Stop));
        ServiceException problem = await Assert.ThrowsAsync<ServiceException>(() => findings.ListFindingsAsync("a", Stop));

        Assert.Equal(ServiceErrorKind.MalformedAnswer, problem.Kind);
        Assert.Equal(2 + 3, stub.Requests.Count);
    }

    [Theory]
    [InlineData(400, "BadRequestException", ServiceErrorKind.InvalidInput)]
    [InlineData(500, "InternalServerErrorException", ServiceErrorKind.ServiceFailure)]
    [InlineData(403, "AccessDeniedException", ServiceErrorKind.AccessDenied)]
    [InlineData(403, "UnrecognizedClientException", ServiceErrorKind.InvalidKey)]
    [InlineData(429, "TooManyRequestsException", ServiceErrorKind.Throttled)]
    public async Task An_error_keeps_its_code_its_status_and_what_it_says(int status, string code, ServiceErrorKind kind)
    {
        await using var stub = new StubServer(_ => new StubAnswer(status, $$"""{"__type":"{{code}}","message":"said the stub"}""") { ContentType = "application/json" });
        using JsonClient client = Clients.Json(ServiceIdentity.GuardDuty, stub.Endpoint);

        ServiceException problem = await Assert.ThrowsAsync<ServiceException>(() => new GuardDutyFindings(client).ListDetectorsAsync(Stop));

        Assert.Equal((kind, code, status, "said the stub", "guardduty:ListDetectors"), (problem.Kind, problem.Code, problem.HttpStatus, problem.Message, problem.Action));
    }

    [Fact]
    public void Every_error_that_the_model_declares_is_typed()
    {
        JsonElement operations = ModelFiles.Read("guardduty", "service-2.json.gz").GetProperty("operations");
        IEnumerable<string> declared = Operations.SelectMany(operation => operations.GetProperty(operation).GetProperty("errors").EnumerateArray()).Select(error => error.GetProperty("shape").GetString()!);

        Assert.Equal(Codes, declared.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(Codes, code => Assert.True(ErrorKinds.OfCode.ContainsKey(code), code));
    }

    private static void AssertMembers(JsonElement model, string shape, StubRequest request)
    {
        JsonElement members = model.GetProperty("shapes").GetProperty(shape).GetProperty("members");
        List<string> Names(string? location) => members.EnumerateObject()
            .Where(member => (member.Value.TryGetProperty("location", out JsonElement at) ? at.GetString() : null) == location)
            .Select(member => member.Value.GetProperty("locationName").GetString()!)
            .ToList();
        IEnumerable<string> query = request.Path.Contains('?', StringComparison.Ordinal) ? request.Path.Split('?')[1].Split('&').Select(pair => pair.Split('=')[0]) : [];
        Assert.Empty(query.Except(Names("querystring"), StringComparer.Ordinal));
        if (request.Method == "POST")
        {
            using JsonDocument body = JsonDocument.Parse(request.Body);
            Assert.Empty(body.RootElement.EnumerateObject().Select(member => member.Name).Except(Names(location: null), StringComparer.Ordinal));
        }
    }
}
