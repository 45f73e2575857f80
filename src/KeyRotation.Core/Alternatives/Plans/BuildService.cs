using System.Collections.Generic;

namespace KeyRotation.Alternatives.Plans;

/// <summary>A build service that issues tokens of OpenID Connect, and what its documentation has a trust policy compare.</summary>
/// <param name="Name">The service, as sentences name it.</param>
/// <param name="Url">The address of the provider.</param>
/// <param name="Audience">What the token is issued for.</param>
/// <param name="Subject">What the token says of who asks; with <c>*</c> where it is compared by pattern.</param>
/// <param name="Change">What has to change in a pipeline.</param>
internal sealed record BuildService(string Name, string Url, string Audience, string Subject, string Change)
{
    public const string StsAudience = "sts.amazonaws.com";

    public static BuildService GitHub { get; } = new(
        "GitHub Actions",
        "https://token.actions.githubusercontent.com",
        StsAudience,
        "repo:<organization>/<repository>:*",
        "The workflow gets the permission id-token: write, and the step aws-actions/configure-aws-credentials gets role-to-assume in place of the key.");

    public static BuildService GitLab { get; } = new(
        "GitLab CI/CD",
        "https://gitlab.com",
        "https://gitlab.com",
        "project_path:<group>/<project>:ref_type:branch:ref:*",
        "The job gets id_tokens and calls AssumeRoleWithWebIdentity with the token; a GitLab of one's own has its own address in place of gitlab.com.");

    public static BuildService Bitbucket { get; } = new(
        "Bitbucket Pipelines",
        "https://api.bitbucket.org/2.0/workspaces/<workspace>/pipelines-config/identity/oidc",
        "ari:cloud:bitbucket::workspace/<workspace-uuid>",
        "{<repository-uuid>}:*",
        "The step gets oidc: true, and AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE in place of the key.");

    public static BuildService CircleCi { get; } = new(
        "CircleCI",
        "https://oidc.circleci.com/org/<organization-id>",
        "<organization-id>",
        "org/<organization-id>/project/<project-id>/user/*",
        "The job uses a context and the step aws-cli/setup with role_arn in place of the key.");

    public static BuildService AzureDevOps { get; } = new(
        "Azure DevOps",
        "https://vstoken.dev.azure.com/<organization-id>",
        "api://AzureADTokenExchange",
        "sc://<organization>/<project>/<service-connection>",
        "The service connection of the AWS Toolkit gets the role and the use of OpenID Connect in place of the key.");

    public static BuildService HcpTerraform { get; } = new(
        "HCP Terraform",
        "https://app.terraform.io",
        "aws.workload.identity",
        "organization:<organization>:project:<project>:workspace:<workspace>:run_phase:*",
        "The workspace gets the variables TFC_AWS_PROVIDER_AUTH = true and TFC_AWS_RUN_ROLE_ARN, and those with the key are removed.");

    public static BuildService Jenkins { get; } = new(
        "Jenkins",
        "https://<jenkins-host>/oidc",
        StsAudience,
        "https://<jenkins-host>/job/<job>/",
        "The plugin OpenID Connect Provider issues the token, and AWS has to reach its keys over the internet: where it cannot, use IAM Roles Anywhere for the host of Jenkins, or an instance role where that is in AWS.");

    public static IReadOnlyList<BuildService> All { get; } = [GitHub, GitLab, Bitbucket, CircleCi, AzureDevOps, HcpTerraform, Jenkins];
}
