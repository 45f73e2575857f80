using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Clients;

/// <summary>Secrets Manager and Parameter Store as clients see them that nobody here wrote.</summary>
public sealed class StoreClientTests : IDisposable
{
    private const string Prelude = """
        import boto3, json
        from botocore.config import Config
        from botocore.exceptions import ClientError
        config = Config(retries={'mode': 'standard', 'max_attempts': 3})
        session = boto3.Session(region_name='eu-west-1')
        secrets = session.client('secretsmanager', config=config)
        ssm = session.client('ssm', config=config)
        def error(call, **arguments):
            try:
                call(**arguments)
                return 'none'
            except ClientError as error:
                return error.response['Error']['Code'] + ' ' + str(error.response['ResponseMetadata']['HTTPStatusCode'])

        """;

    private readonly SandboxServer server = Start.Empty();

    [Fact]
    public async Task The_AWS_CLI_keeps_a_secret_and_takes_a_change_back()
    {
        await CliAsync("secretsmanager", "create-secret", "--name", "app/key", "--secret-string", "s-1", "--tags", "Key=owner,Value=web");
        await CliAsync("secretsmanager", "put-secret-value", "--secret-id", "app/key", "--secret-string", "s-2");
        var versions = server.Account.FindSecret("us-east-1", "app/key")!.Versions;
        await CliAsync(
            "secretsmanager", "update-secret-version-stage", "--secret-id", "app/key", "--version-stage", "AWSCURRENT",
            "--remove-from-version-id", versions[1].VersionId, "--move-to-version-id", versions[0].VersionId);
        var read = (await CliAsync("secretsmanager", "get-secret-value", "--secret-id", "app/key")).Json;

        Assert.Equal("web", server.Account.FindSecret("us-east-1", "app/key")!.Tags["owner"]);
        Assert.Equal("s-1", read["SecretString"]!.ToString());
        Assert.StartsWith("2026-11-20", DateOf(read["CreatedDate"]!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_AWS_CLI_keeps_a_parameter()
    {
        await CliAsync("ssm", "put-parameter", "--name", "/app/key", "--value", "s-1", "--type", "SecureString");
        var again = await RunCliAsync("ssm", "put-parameter", "--name", "/app/key", "--value", "s-2", "--type", "SecureString");
        var read = (await CliAsync("ssm", "get-parameter", "--name", "/app/key", "--with-decryption")).Json["Parameter"]!;

        Assert.Contains("(ParameterAlreadyExists)", again.Error, StringComparison.Ordinal);
        Assert.Equal(("s-1", "1"), (read["Value"]!.ToString(), read["Version"]!.ToString()));
    }

    [Fact]
    public async Task Boto3_walks_a_secret_from_creation_to_deletion()
    {
        server.Faults.Order(new Fault { Operation = "PutSecretValue", Kind = FaultKind.CutAfter });
        server.Faults.Order(new Fault { Operation = "PutSecretValue", Kind = FaultKind.Throttle });
        var result = await PythonAsync("""
            made = secrets.create_secret(Name='app/key', SecretString='s-1', KmsKeyId='alias/own')
            put = secrets.put_secret_value(SecretId=made['ARN'], SecretString='s-2')
            described = secrets.describe_secret(SecretId='app/key')
            secrets.update_secret_version_stage(
                SecretId='app/key', VersionStage='AWSCURRENT', RemoveFromVersionId=put['VersionId'], MoveToVersionId=made['VersionId'])
            back = secrets.get_secret_value(SecretId='app/key')['SecretString']
            previous = secrets.get_secret_value(SecretId='app/key', VersionStage='AWSPREVIOUS')['SecretString']
            exists = error(secrets.create_secret, Name='app/key', SecretString='s-3')
            secrets.tag_resource(SecretId='app/key', Tags=[{'Key': 'owner', 'Value': 'web'}])
            secrets.untag_resource(SecretId='app/key', TagKeys=['owner'])
            secrets.delete_secret(SecretId='app/key', RecoveryWindowInDays=7)
            locked = error(secrets.get_secret_value, SecretId='app/key')
            taken = error(secrets.create_secret, Name='app/key', SecretString='s-3')
            secrets.restore_secret(SecretId='app/key')
            ids = secrets.list_secret_version_ids(SecretId='app/key', IncludeDeprecated=True)['Versions']
            secrets.delete_secret(SecretId='app/key', ForceDeleteWithoutRecovery=True)
            gone = error(secrets.describe_secret, SecretId='app/key')
            print(json.dumps(dict(stages=described['VersionIdsToStages'][put['VersionId']], created=described['CreatedDate'].timestamp(),
                back=back, previous=previous, exists=exists, locked=locked, taken=taken, ids=len(ids), gone=gone)))
            """);

        Assert.Equal("AWSCURRENT", result["stages"]![0]!.ToString());
        Assert.Equal(Start.Time.ToUnixTimeSeconds(), result["created"]!.GetValue<double>());
        Assert.Equal(("s-1", "s-2"), (result["back"]!.ToString(), result["previous"]!.ToString()));
        Assert.Equal("ResourceExistsException 400", result["exists"]!.ToString());
        Assert.Equal("InvalidRequestException 400", result["locked"]!.ToString());
        Assert.Equal("InvalidRequestException 400", result["taken"]!.ToString());
        Assert.Equal(2, result["ids"]!.GetValue<int>());
        Assert.Equal("ResourceNotFoundException 400", result["gone"]!.ToString());
        Assert.Equal(3, server.Calls.Count("PutSecretValue"));
    }

    [Fact]
    public async Task Boto3_walks_a_parameter_from_creation_to_deletion()
    {
        server.Account.CreateUser("ada");
        var key = server.Account.AddAccessKey("ada", Start.Time.AddDays(-1));
        server.Account.AllowActions("ada", "ssm:GetParameter");
        var result = await PythonAsync($$"""
            ssm.put_parameter(Name='/app/key', Value='s-1', Type='SecureString', Tags=[{'Key': 'owner', 'Value': 'web'}])
            exists = error(ssm.put_parameter, Name='/app/key', Value='s-2', Type='SecureString')
            exact = ssm.exceptions.ParameterAlreadyExists.__name__
            version = ssm.put_parameter(Name='/app/key', Value='s-2', Overwrite=True)['Version']
            sealed = ssm.get_parameter(Name='/app/key')['Parameter']['Value']
            opened = ssm.get_parameter(Name='/app/key', WithDecryption=True)['Parameter']['Value']
            first = ssm.get_parameter(Name='/app/key:1', WithDecryption=True)['Parameter']['Value']
            several = ssm.get_parameters(Names=['/app/key', '/none'], WithDecryption=True)
            history = [entry['Value'] for page in ssm.get_paginator('get_parameter_history').paginate(Name='/app/key', WithDecryption=True)
                for entry in page['Parameters']]
            tags = ssm.list_tags_for_resource(ResourceType='Parameter', ResourceId='/app/key')['TagList']
            listed = [entry['Name'] for page in ssm.get_paginator('describe_parameters').paginate() for entry in page['Parameters']]
            ada = session.client('ssm', aws_access_key_id='{{key.AccessKeyId}}', aws_secret_access_key='{{key.SecretAccessKey}}')
            denied = error(ada.put_parameter, Name='/app/key', Value='s-3', Overwrite=True)
            allowed = error(ada.get_parameter, Name='/app/key')
            elsewhere = error(boto3.client('ssm', region_name='us-west-2').get_parameter, Name='/app/key')
            ssm.delete_parameter(Name='/app/key')
            gone = error(ssm.get_parameter, Name='/app/key')
            print(json.dumps(dict(exists=exists, version=version, hidden=sealed != 's-2', opened=opened, first=first,
                invalid=several['InvalidParameters'], history=history, tags=tags, listed=listed, denied=denied, allowed=allowed,
                elsewhere=elsewhere, gone=gone)))
            """);

        Assert.Equal("ParameterAlreadyExists 400", result["exists"]!.ToString());
        Assert.Equal(2, result["version"]!.GetValue<int>());
        Assert.True(result["hidden"]!.GetValue<bool>());
        Assert.Equal(("s-2", "s-1"), (result["opened"]!.ToString(), result["first"]!.ToString()));
        Assert.Equal("""["/none"]""", result["invalid"]!.ToJsonString());
        Assert.Equal("""["s-1","s-2"]""", result["history"]!.ToJsonString());
        Assert.Equal("web", result["tags"]![0]!["Value"]!.ToString());
        Assert.Equal("""["/app/key"]""", result["listed"]!.ToJsonString());
        Assert.Equal(("AccessDeniedException 400", "none"), (result["denied"]!.ToString(), result["allowed"]!.ToString()));
        Assert.Equal(("ParameterNotFound 400", "ParameterNotFound 400"), (result["elsewhere"]!.ToString(), result["gone"]!.ToString()));
    }

    public void Dispose() => server.Dispose();

    // Version 1 of the CLI prints times as numbers or as dates, by its configuration.
    private static string DateOf(JsonNode time) => time.GetValueKind() == System.Text.Json.JsonValueKind.Number
        ? DateTimeOffset.FromUnixTimeSeconds((long)time.GetValue<double>()).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        : time.ToString();

    private async Task<ForeignProcess> CliAsync(params string[] arguments)
    {
        var result = await RunCliAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }

    private async Task<ForeignProcess> RunCliAsync(params string[] arguments)
    {
        try
        {
            return await ForeignProcess.RunAsync("aws", [.. arguments, "--output", "json"], ForeignProcess.Environment(server));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("The AWS CLI is not installed on this machine.");
            throw;
        }
    }

    private async Task<JsonNode> PythonAsync(string script)
    {
        if (!await ForeignProcess.IsThereAsync("python3", "-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('boto3') is None)"))
        {
            Assert.Skip("python3 with boto3 is not installed on this machine.");
        }

        var result = await ForeignProcess.RunAsync("python3", ["-c", Prelude + script], ForeignProcess.Environment(server));
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json;
    }
}
