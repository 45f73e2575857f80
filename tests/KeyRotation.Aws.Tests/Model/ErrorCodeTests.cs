using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>The typed error codes, held against those that the models declare.</summary>
public sealed class ErrorCodeTests
{
    /// <summary>Codes that AWS answers and no model declares: shared by all services, or seen on live IAM and STS.</summary>
    private static readonly string[] RealButUndeclared =
    [
        "AccessDenied", "UnauthorizedOperation",
        "Throttling", "RequestLimitExceeded",
        "ValidationError", "MalformedInput",
        "InvalidClientTokenId", "UnrecognizedClientException",
        "SignatureDoesNotMatch", "IncompleteSignature", "MissingAuthenticationToken", "RequestExpired", "ExpiredToken",
        "InternalFailure", "ServiceUnavailable",
    ];

    /// <summary>Declared codes of the operations that we call, and why they stay untyped.</summary>
    private static readonly Dictionary<string, string> LeftUntyped = new(StringComparer.Ordinal)
    {
        ["MalformedPolicyDocument"] = "we send no session policy",
        ["PackedPolicyTooLarge"] = "we send no session policy",
        ["RegionDisabledException"] = "the message says which region to enable; nothing else can be done about it",
        ["IDPCommunicationError"] = "the message says that AWS cannot reach the identity provider; it may be tried again later",
    };

    private static readonly string[] IamOperations =
    [
        "ListUsers", "ListAccessKeys", "CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey", "GetAccessKeyLastUsed",
        "GenerateCredentialReport", "GetCredentialReport", "ListUserTags", "TagUser", "UntagUser", "ListEntitiesForPolicy", "GetGroup",
    ];

    private static readonly string[] StsOperations = ["GetCallerIdentity", "AssumeRole", "AssumeRoleWithWebIdentity", "GetAccessKeyInfo"];

    [Fact]
    public void Every_typed_code_is_declared_or_known_to_be_real()
    {
        HashSet<string> declared = new[] { ServiceModel.Iam, ServiceModel.Sts, ServiceModel.SecretsManager, ServiceModel.Ssm, ServiceModel.Organizations }.SelectMany(model => model.AllErrors()).Select(error => error.Code).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(RealButUndeclared.Order(StringComparer.Ordinal), ErrorKinds.OfCode.Keys.Where(code => !declared.Contains(code) && !WorkerConformanceTests.Codes.Contains(code) && !GuardDutyConformanceTests.Codes.Contains(code) && !ConfigConformanceTests.Codes.Contains(code) && !SecurityHubConformanceTests.Codes.Contains(code) && !SnsConformanceTests.Codes.Contains(code) && !SesConformanceTests.Codes.Contains(code)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_declared_error_of_a_call_is_typed_or_left_out_for_a_reason()
    {
        IEnumerable<string> untyped = Declared().Select(error => error.Code).Where(code => !ErrorKinds.OfCode.ContainsKey(code));

        Assert.Equal(LeftUntyped.Keys.Order(StringComparer.Ordinal), untyped.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_declared_error_keeps_its_code_status_and_request_id_on_the_way()
    {
        ModelError next = new("none", 0);
        await using var stub = new StubServer(_ => StubAnswer.Error(next.Code, next.HttpStatus));
        using IamClient client = Clients.IamOnce(stub.Endpoint);
        foreach (ModelError error in Declared())
        {
            next = error;
            ServiceException problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

            Assert.Equal((error.Code, error.HttpStatus, "request-of-" + error.Code), (problem.Code, problem.HttpStatus, problem.RequestId));
            Assert.Equal(ErrorKinds.OfCode.GetValueOrDefault(error.Code, ServiceErrorKind.Other), problem.Kind);
            Assert.Equal(("iam:ListUsers", "said the stub"), (problem.Action, problem.Message));
        }
    }

    [Fact]
    public async Task A_quota_is_never_asked_twice()
    {
        await using var stub = new StubServer(_ => StubAnswer.Error("LimitExceeded", 409));
        using IamClient client = Clients.Iam(stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.TagUserAsync("svc", new Dictionary<string, string> { ["a"] = "b" }, CancellationToken.None));

        Assert.Equal((ServiceErrorKind.QuotaReached, false), (problem.Kind, problem.IsUnclear));
        Assert.Single(stub.Requests);
    }

    private static List<ModelError> Declared() =>
        IamOperations.SelectMany(ServiceModel.Iam.Errors).Concat(StsOperations.SelectMany(ServiceModel.Sts.Errors)).Distinct().ToList();
}
