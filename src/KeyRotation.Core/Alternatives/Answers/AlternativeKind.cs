namespace KeyRotation;

/// <summary>What can replace an access key. Words, because ConvertTo-Json makes a number of an enum.</summary>
public static class AlternativeKind
{
    /// <summary>The role of an EC2 instance, by an instance profile.</summary>
    public const string InstanceRole = nameof(InstanceRole);

    /// <summary>The role of a task, a pod, a job or a build: Amazon ECS, EKS Pod Identity, AWS Batch, App Runner, CodeBuild.</summary>
    public const string TaskRole = nameof(TaskRole);

    /// <summary>The execution role of a Lambda function.</summary>
    public const string FunctionRole = nameof(FunctionRole);

    /// <summary>A role that is assumed with a token of an OpenID Connect provider, as build services issue them.</summary>
    public const string OidcFederation = nameof(OidcFederation);

    /// <summary>A role that is assumed with an X.509 certificate, by IAM Roles Anywhere.</summary>
    public const string RolesAnywhere = nameof(RolesAnywhere);

    /// <summary>A role that a vendor assumes from its own AWS account, with an external id.</summary>
    public const string CrossAccountRole = nameof(CrossAccountRole);

    /// <summary>Sessions of a person, by IAM Identity Center.</summary>
    public const string IdentityCenter = nameof(IdentityCenter);

    /// <summary>Nothing: the key is not in use.</summary>
    public const string Delete = nameof(Delete);

    /// <summary>The key itself: what signs with it takes nothing else.</summary>
    public const string Keep = nameof(Keep);

    /// <summary>Not known.</summary>
    public const string Unknown = nameof(Unknown);
}
