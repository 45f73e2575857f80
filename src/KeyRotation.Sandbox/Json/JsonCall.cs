using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Services;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Json;

/// <summary>A call in the protocol JSON 1.1.</summary>
internal sealed class JsonCall : IServiceCall
{
    private readonly JsonService service;
    private readonly JsonOperation? operation;
    private readonly Lazy<JsonMembers> members;

    public JsonCall(JsonService service, HttpRequest request)
    {
        this.service = service;
        operation = service.Find(request);
        Operation = OperationNames.FromTarget(request);
        members = new Lazy<JsonMembers>(() => JsonMembers.Parse(request.Body));
    }

    public SigningScope Scope => service.Scope;

    public string Operation { get; }

    public string? UserName => null;

    public bool Changes => operation?.Changes ?? OperationNames.Changes(Operation);

    public IReadOnlyDictionary<string, string> ForLog()
    {
        try
        {
            return members.Value.ForLog(service.SecretMembers);
        }
        catch (AwsErrorException)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    public ServiceAnswer Answer(Func<Signer> authenticate)
    {
        if (operation is null)
        {
            throw new AwsErrorException("UnknownOperationException", 400, string.Empty);
        }

        var signer = authenticate();
        var context = new JsonContext(members.Value, signer);
        foreach (var action in operation.FurtherActions(context).Prepend(operation.Name).Select(name => service.Name + ":" + name))
        {
            if (!ActionPattern.Allows(signer.AllowedActions, action))
            {
                throw AwsErrors.AccessDenied(signer.Arn, action, operation.Resource(context));
            }
        }

        var result = operation.Handle(context);
        return JsonAnswer.Success(result) with { Patience = operation.Patience(context, result) };
    }

    public ServiceAnswer Refuse(AwsErrorException error) => JsonAnswer.Failure(service, error);
}
