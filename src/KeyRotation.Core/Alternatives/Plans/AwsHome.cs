using System.Collections.Generic;

namespace KeyRotation.Alternatives.Plans;

/// <summary>A service of AWS that gives what runs on it the credentials of a role.</summary>
/// <param name="Name">The service, as sentences name it.</param>
/// <param name="Alternative">One of <see cref="AlternativeKind"/>.</param>
/// <param name="Principal">The service principal that assumes the role.</param>
/// <param name="What">What has the role, e.g. <c>the function</c>.</param>
/// <param name="Change">What has to be done for a running one.</param>
/// <param name="Attach">The commands that give it the role; <c>{0}</c> is the ARN of the role.</param>
internal sealed record AwsHome(string Name, string Alternative, string Principal, string What, string Change, IReadOnlyList<string> Attach)
{
    private const string NewTaskDefinition = "Each service is deployed again with the new revision of its task definition.";

    private static readonly string[] RegisterTask =
    [
        "aws ecs describe-task-definition --task-definition '<task-definition>' --query taskDefinition.containerDefinitions | Set-Content containers.json",
        "aws ecs register-task-definition --family '<family>' --task-role-arn {0} --container-definitions file://containers.json",
        "aws ecs update-service --cluster '<cluster>' --service '<service>' --task-definition '<family>'",
    ];

    public static AwsHome Lambda { get; } = new(
        "AWS Lambda",
        AlternativeKind.FunctionRole,
        "lambda.amazonaws.com",
        "the function",
        "The variables with the key are removed from the configuration of the function, which takes effect without a new deployment.",
        ["aws lambda get-function-configuration --function-name '<function>' --query Role", "aws lambda update-function-configuration --function-name '<function>' --role {0}"]);

    public static AwsHome Fargate { get; } = new("Amazon ECS on Fargate", AlternativeKind.TaskRole, "ecs-tasks.amazonaws.com", "the task", NewTaskDefinition, RegisterTask);

    public static AwsHome EcsOnInstances { get; } = new("Amazon ECS on EC2", AlternativeKind.TaskRole, "ecs-tasks.amazonaws.com", "the task", NewTaskDefinition, RegisterTask);

    public static AwsHome EcsAnywhere { get; } = new("Amazon ECS Anywhere", AlternativeKind.TaskRole, "ecs-tasks.amazonaws.com", "the task", NewTaskDefinition, RegisterTask);

    public static AwsHome Batch { get; } = new(
        "AWS Batch",
        AlternativeKind.TaskRole,
        "ecs-tasks.amazonaws.com",
        "the job",
        "A new revision of the job definition has the role as jobRoleArn; jobs that are queued keep the old one.",
        ["aws batch describe-job-definitions --job-definition-name '<job-definition>' --status ACTIVE", "aws batch register-job-definition --job-definition-name '<job-definition>' --type container --container-properties file://container.json"]);

    public static AwsHome AppRunner { get; } = new(
        "AWS App Runner",
        AlternativeKind.TaskRole,
        "tasks.apprunner.amazonaws.com",
        "the service",
        "The service is deployed again with the role as its instance role.",
        ["aws apprunner update-service --service-arn '<service-arn>' --instance-configuration InstanceRoleArn={0}"]);

    public static AwsHome CodeBuild { get; } = new(
        "AWS CodeBuild",
        AlternativeKind.TaskRole,
        "codebuild.amazonaws.com",
        "the project",
        "The variables with the key are removed from the project; the next build has the role.",
        ["aws codebuild update-project --name '<project>' --service-role {0}"]);

    public static AwsHome Instance { get; } = new(
        "Amazon EC2",
        AlternativeKind.InstanceRole,
        "ec2.amazonaws.com",
        "the instance",
        "The key is removed from the files and variables of the instance, and the application is restarted; the instance goes on running.",
        []);
}
