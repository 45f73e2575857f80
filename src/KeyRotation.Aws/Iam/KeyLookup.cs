using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Query;

namespace KeyRotation.Aws.Iam;

/// <summary>Whose keys are, and whom policies are attached to: of IAM, and one call of STS.</summary>
internal sealed class KeyLookup : IKeyLookup, IDisposable
{
    private const string ListEntities = "ListEntitiesForPolicy";
    private const string PageSize = "1000";

    private readonly QueryClient iam;
    private readonly Lazy<QueryClient> sts;

    /// <param name="credentials">What signs the calls.</param>
    /// <param name="configOf">Where the calls to a service go.</param>
    public KeyLookup(AWSCredentials credentials, Func<ServiceIdentity, ServiceClientConfig> configOf)
    {
        iam = new QueryClient(credentials, configOf(ServiceIdentity.Iam));
        sts = new Lazy<QueryClient>(() => new QueryClient(credentials, configOf(ServiceIdentity.Sts)));
    }

    public async Task<KeyUser> FindUserAsync(string accessKeyId, CancellationToken cancellationToken)
    {
        AnswerElement result = await iam.CallAsync(new QueryRequest("GetAccessKeyLastUsed").With("AccessKeyId", accessKeyId), cancellationToken).ConfigureAwait(false);
        AnswerElement lastUsed = result.Structure("AccessKeyLastUsed");
        return new KeyUser(result.Required("UserName"), IamClient.Use(lastUsed));
    }

    public async Task<string> FindAccountAsync(string accessKeyId, CancellationToken cancellationToken) =>
        (await sts.Value.CallAsync(new QueryRequest("GetAccessKeyInfo").With("AccessKeyId", accessKeyId), cancellationToken).ConfigureAwait(false)).Required("Account");

    public async Task<IReadOnlyList<string>> ListUsersOfPolicyAsync(string policyArn, CancellationToken cancellationToken)
    {
        var users = new List<string>();
        var walk = new PageWalk(iam, ListEntities);
        string? marker = null;
        do
        {
            QueryRequest request = new QueryRequest(ListEntities).With("PolicyArn", policyArn).With("EntityFilter", "User").With("MaxItems", PageSize).With("Marker", marker);
            AnswerElement page = await iam.CallAsync(request, cancellationToken).ConfigureAwait(false);
            List<string> names = page.List("PolicyUsers").Select(user => user.Required("UserName")).ToList();
            marker = page.IsTrue("IsTruncated") ? page.Required("Marker") : null;
            walk.Add(names.Count, page.Size, marker);
            users.AddRange(names);
        }
        while (marker is not null);

        return users;
    }

    public void Dispose()
    {
        iam.Dispose();
        if (sts.IsValueCreated)
        {
            sts.Value.Dispose();
        }
    }
}
