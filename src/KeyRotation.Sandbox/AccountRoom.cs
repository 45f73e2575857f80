using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using KeyRotation.Sandbox.ConfigRules;
using KeyRotation.Sandbox.Findings;
using KeyRotation.Sandbox.Hub;
using KeyRotation.Sandbox.Iam;
using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Mails;
using KeyRotation.Sandbox.Organizations;
using KeyRotation.Sandbox.Parameters;
using KeyRotation.Sandbox.Query;
using KeyRotation.Sandbox.Queues;
using KeyRotation.Sandbox.Rest;
using KeyRotation.Sandbox.Secrets;
using KeyRotation.Sandbox.Services;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Sts;
using KeyRotation.Sandbox.Topics;
using KeyRotation.Sandbox.Trail;
using KeyRotation.Sandbox.Workflows;

namespace KeyRotation.Sandbox;

/// <summary>An account with the services that answer for it.</summary>
internal sealed class AccountRoom : IServiceRoom
{
    /// <param name="account">The account.</param>
    /// <param name="clock">The sandbox's time.</param>
    /// <param name="options">How the sandbox started.</param>
    /// <param name="organization">The organization that it may be in.</param>
    /// <param name="rolesOf">The roles of another account, where there is one.</param>
    /// <param name="accountOf">The account of another key; null where there is none.</param>
    public AccountRoom(SandboxAccount account, SandboxClock clock, SandboxOptions options, OrganizationStore organization, Func<string, StsStore?> rolesOf, Func<string, string?> accountOf)
    {
        Account = account;
        Signatures = new SignatureCheck(new AccountSigners(account), account.Partition);
        Protocols =
        [
            new JsonProtocol(
                SecretsManagerService.Create(account.SecretStores),
                ParameterStoreService.Create(account.ParameterStores),
                OrganizationsService.Create(organization),
                QueueService.Create(account.QueueStores),
                WorkflowService.Create(account.TaskStores),
                ConfigService.Create(account.ConfigStores),
                TrailService.Create(account.Trail)),
            new RestProtocol(FindingService.Create(account.FindingStores), MailService.Create(account.MailStores), HubService.Create(account.HubStores, account.AccountId)),
            new QueryProtocol(
                IamService.Create(account.Iam, new CredentialReportStore(account.Iam, clock, options.Iam), new AccountGuard(account, organization).DenyingPolicy),
                StsService.Create(account.Sts, rolesOf, keyId => account.Iam.FindKey(keyId) is not null ? account.AccountId : accountOf(keyId)),
                TopicService.Create(account.TopicStores)),
        ];
    }

    public SandboxAccount Account { get; }

    public IReadOnlyList<IProtocol> Protocols { get; }

    public SignatureCheck Signatures { get; }

    public void Note(Call call, Signer signer, ServiceAnswer answer)
    {
        // The calls to queues and topics, and mails, are data events, which no history has.
        if (call.Service is "sqs" or "sns" or "ses")
        {
            return;
        }

        Account.Trail.Add(new TrailRecord(SandboxClock.WholeSeconds(call.At), signer.Region, call.Service, call.Operation, new TrailSigner(signer.AccessKeyId, signer.Arn, signer.UserId, signer.UserName))
        {
            SourceAddress = call.SourceAddress ?? string.Empty,
            UserAgent = call.UserAgent ?? string.Empty,
            ErrorCode = call.Outcome == "200" ? null : call.Outcome,
            IsReadOnly = !call.Changes,
            Parameters = call.Parameters,
            CreatedKeyId = call is { Operation: "CreateAccessKey", Outcome: "200" } ? CreatedKeyOf(answer) : null,
        });
    }

    private static string? CreatedKeyOf(ServiceAnswer answer) =>
        XDocument.Parse(Encoding.UTF8.GetString(answer.Response.Body)).Descendants().FirstOrDefault(element => element.Name.LocalName == "AccessKeyId")?.Value;
}
