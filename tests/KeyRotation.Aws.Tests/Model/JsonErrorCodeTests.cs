using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>The typed error codes of Secrets Manager, Parameter Store, Organizations and CloudTrail, held against those that the models declare.</summary>
public sealed class JsonErrorCodeTests
{
    /// <summary>Declared codes of the operations that we call, and why they stay untyped: their messages say all there is to say.</summary>
    private static readonly Dictionary<string, string> LeftUntyped = new(StringComparer.Ordinal)
    {
        ["DecryptionFailure"] = "the message says what is wrong with the KMS key",
        ["EncryptionFailure"] = "the message says what is wrong with the KMS key",
        ["MalformedPolicyDocumentException"] = "we send no policy",
        ["PreconditionNotMetException"] = "we ask for no replicas",
        ["ParameterVersionNotFound"] = "we ask for no version",
        ["ParameterPatternMismatchException"] = "the message names the pattern that somebody gave the parameter",
        ["HierarchyTypeMismatchException"] = "the type is checked before",
        ["InvalidAllowedPatternException"] = "we send no pattern",
        ["UnsupportedParameterType"] = "we send one type",
        ["PoliciesLimitExceededException"] = "we send no policies",
        ["InvalidPolicyTypeException"] = "we send no policies",
        ["InvalidPolicyAttributeException"] = "we send no policies",
        ["IncompatiblePolicyException"] = "we send no policies",
        ["InvalidFilterKey"] = "we send one fixed filter",
        ["InvalidFilterOption"] = "we send one fixed filter",
        ["InvalidFilterValue"] = "we send one fixed filter",
        ["InvalidNextToken"] = "we send back what came",
        ["InvalidNextTokenException"] = "we send back what came",
        ["InvalidLookupAttributesException"] = "we send one attribute that there is",
        ["InvalidTimeRangeException"] = "we send a start before the end",
        ["InvalidMaxResultsException"] = "we send the largest that there is",
        ["InvalidEventCategoryException"] = "we send no category",
        ["UnsupportedAPIEndpointException"] = "the message says what is not supported in the region",
        ["UnsupportedOperationException"] = "the message says what is not supported in the region",
        ["OperationNotPermittedException"] = "the message says why it is not permitted",
    };

    [Fact]
    public void Every_declared_error_of_a_call_is_typed_or_left_out_for_a_reason()
    {
        IEnumerable<string> untyped = Declared().Select(error => error.Code).Where(code => !ErrorKinds.OfCode.ContainsKey(code));

        Assert.Equal(LeftUntyped.Keys.Order(StringComparer.Ordinal), untyped.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_declared_error_keeps_its_code_and_status_on_the_way()
    {
        ModelError next = new("none", 0);
        await using var stub = new StubServer(_ => new StubAnswer(next.HttpStatus, $$"""{"__type":"com.amazonaws.some#{{next.Code}}","Message":"said the stub"}""") { ContentType = "application/x-amz-json-1.1" });
        using JsonClient client = Clients.Json(ServiceIdentity.Ssm, stub.Endpoint);
        foreach (ModelError error in Declared())
        {
            next = error;
            ServiceException problem = await Assert.ThrowsAsync<ServiceException>(() => client.CallAsync(new JsonRequest("GetParameter"), CancellationToken.None));

            Assert.Equal((error.Code, error.HttpStatus, "said the stub"), (problem.Code, problem.HttpStatus, problem.Message));
            Assert.Equal(ErrorKinds.OfCode.GetValueOrDefault(error.Code, ServiceErrorKind.Other), problem.Kind);
        }
    }

    private static List<ModelError> Declared() =>
        JsonConformanceTests.SecretsManagerOperations.SelectMany(ServiceModel.SecretsManager.Errors)
            .Concat(OrganizationsConformanceTests.Operations.SelectMany(ServiceModel.Organizations.Errors))
            .Concat(CloudTrailConformanceTests.Operations.SelectMany(ServiceModel.CloudTrail.Errors))
            .Concat(JsonConformanceTests.SsmOperations.SelectMany(ServiceModel.Ssm.Errors))
            .Distinct()
            .ToList();
}
