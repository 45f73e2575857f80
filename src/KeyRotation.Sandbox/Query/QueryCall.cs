using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Services;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Query;

/// <summary>A call in the query protocol.</summary>
internal sealed class QueryCall : IServiceCall
{
    private readonly QueryService service;
    private readonly QueryParameters parameters;
    private readonly QueryOperation? operation;
    private readonly IReadOnlyCollection<string> secretParameters;

    public QueryCall(QueryService service, QueryParameters parameters, HttpRequest request, IReadOnlyCollection<string> secretParameters)
    {
        this.secretParameters = secretParameters;
        this.service = service;
        this.parameters = parameters;
        operation = service.Find(parameters.Action);
        Operation = parameters.Action.Length > 0 ? parameters.Action : OperationNames.FromTarget(request);
    }

    public SigningScope Scope => service.Scope;

    public string Operation { get; }

    public string? UserName => parameters.Optional("UserName");

    public bool Changes => operation?.Changes ?? OperationNames.Changes(Operation);

    public IReadOnlyDictionary<string, string> ForLog() => parameters.ForLog(secretParameters);

    public ServiceAnswer Answer(Func<Signer> authenticate)
    {
        if (operation is null || parameters.Version != service.Version)
        {
            throw AwsErrors.InvalidAction(Operation, parameters.Version);
        }

        var context = new QueryContext(parameters, operation.IsUnsigned ? null : authenticate(), service.XmlNamespace);
        var action = service.Name + ":" + operation.Name;
        if (operation.Resource is { } resource && !ActionPattern.Allows(context.Signer.AllowedActions, action))
        {
            throw AwsErrors.AccessDenied(context.Signer.Arn, action, resource(context));
        }

        if (operation.Resource is { } denied && service.DenyingPolicy(context, action) is { } policyArn)
        {
            throw AwsErrors.DeniedByControlPolicy(context.Signer.Arn, action, denied(context), policyArn);
        }

        return QueryAnswer.Success(service, operation.Name, operation.Handle(context)?.ToArray());
    }

    public ServiceAnswer Refuse(AwsErrorException error) => QueryAnswer.Failure(service, error);
}
