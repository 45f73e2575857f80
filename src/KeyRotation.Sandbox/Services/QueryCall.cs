using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Http;

namespace KeyRotation.Sandbox.Services;

/// <summary>A call in the query protocol.</summary>
internal sealed class QueryCall : IServiceCall
{
    private readonly QueryService service;
    private readonly QueryParameters parameters;
    private readonly ServiceOperation? operation;

    public QueryCall(QueryService service, QueryParameters parameters, HttpRequest request)
    {
        this.service = service;
        this.parameters = parameters;
        operation = service.Find(parameters.Action);
        Operation = parameters.Action.Length > 0 ? parameters.Action : OperationNames.FromTarget(request);
    }

    public string Service => service.Name;

    public string Operation { get; }

    public string? UserName => parameters.Optional("UserName");

    public bool Changes => operation?.Changes ?? OperationNames.Changes(Operation);

    public IReadOnlyDictionary<string, string> ForLog() => parameters.ForLog();

    public ServiceAnswer Answer(Func<Signer> authenticate)
    {
        if (operation is null || parameters.Version != service.Version)
        {
            throw AwsErrors.InvalidAction(Operation, parameters.Version);
        }

        var context = new OperationContext(parameters, operation.IsUnsigned ? null : authenticate(), service.XmlNamespace);
        var action = service.Name + ":" + operation.Name;
        if (operation.Resource is { } resource && !ActionPattern.Allows(context.Signer.AllowedActions, action))
        {
            throw AwsErrors.AccessDenied(context.Signer.Arn, action, resource(context));
        }

        return ServiceAnswer.Success(service, operation.Name, operation.Handle(context)?.ToArray());
    }

    public ServiceAnswer Refuse(AwsErrorException error) => ServiceAnswer.Failure(service, error);
}
