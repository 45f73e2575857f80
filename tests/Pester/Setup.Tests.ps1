BeforeDiscovery {
    $hasMoto = [bool] (Get-Command python3 -ErrorAction Ignore) -and $($null = python3 -c 'import moto, boto3' 2>&1; $LASTEXITCODE -eq 0)
    $hasTerraform = [bool] (Get-Command terraform -ErrorAction Ignore)
}

BeforeAll {
    $docs = (Resolve-Path "$PSScriptRoot/../../docs").ProviderPath
    $deploy = @'
import json, sys, boto3
from moto import mock_aws
folder, destination, external, organization = sys.argv[1:5]
with mock_aws():
    stacks, iam = boto3.client("cloudformation"), boto3.client("iam")
    given = {"TrustedPrincipalArn": "arn:aws:iam::123456789012:role/W", "ExternalId": external, "OrganizationId": organization, "Destination": destination}
    stacks.create_stack(StackName="a", TemplateBody=open(folder + "/setup/member-role.yaml").read(), Capabilities=["CAPABILITY_NAMED_IAM"],
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()])
    role = iam.get_role(RoleName="KeyRotation")["Role"]
    names = iam.list_role_policies(RoleName="KeyRotation")["PolicyNames"]
    policies = [iam.get_role_policy(RoleName="KeyRotation", PolicyName=name)["PolicyDocument"] for name in names]
    print(json.dumps({"trust": role["AssumeRolePolicyDocument"]["Statement"], "actions": [action for policy in policies for statement in policy["Statement"] for action in statement["Action"]]}))
'@
    function Get-TestRole {
        param([string] $Destination, [string] $ExternalId, [string] $OrganizationId)

        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'test'
        $env:AWS_DEFAULT_REGION = 'us-east-1'
        Remove-Item Env:AWS_ENDPOINT_URL -ErrorAction Ignore
        python3 -W ignore -c $deploy $docs $Destination $ExternalId $OrganizationId | ConvertFrom-Json
    }
}

Describe 'The template of the role, on moto' -Skip:(-not $hasMoto) {
    It 'allows a pass and the destination <Destination>, to the one that it trusts' -ForEach @(
        @{ Destination = 'SecretsManager'; Prefix = 'secretsmanager:'; ExternalId = 'ours'; OrganizationId = 'o-exampleorg'; Count = 17 }
        @{ Destination = 'ParameterStore'; Prefix = 'ssm:'; ExternalId = ''; OrganizationId = 'o-exampleorg'; Count = 14 }
        @{ Destination = 'None'; Prefix = 'iam:'; ExternalId = 'ours'; OrganizationId = ''; Count = 10 }
    ) {
        $role = Get-TestRole $Destination $ExternalId $OrganizationId
        $role.actions | Should -HaveCount $Count
        $role.actions | Where-Object { -not $_.StartsWith('iam:') -and -not $_.StartsWith($Prefix) } | Should -BeNullOrEmpty
        $role.trust.Principal.AWS | Should -Be 'arn:aws:iam::123456789012:role/W'
        $role.trust.Condition.StringEquals.'sts:ExternalId' | Should -Be ($ExternalId ? $ExternalId : $null)
        $role.trust.Condition.StringEquals.'aws:PrincipalOrgID' | Should -Be ($OrganizationId ? $OrganizationId : $null)
    }
}

Describe 'The Terraform module' -Skip:(-not $hasTerraform) {
    It 'is valid and formatted' {
        $folder = Join-Path $TestDrive 'module'
        Copy-Item "$docs/setup/terraform" $folder -Recurse
        $plugins = @(if ($env:KEYROTATION_TERRAFORM_PLUGINS) { "-plugin-dir=$env:KEYROTATION_TERRAFORM_PLUGINS" })
        $said = terraform "-chdir=$folder" init -backend=false -input=false -no-color $plugins 2>&1
        if ($LASTEXITCODE -ne 0) {
            Set-ItResult -Skipped -Because "terraform finds no provider of AWS: set KEYROTATION_TERRAFORM_PLUGINS to a folder that has it ($(@($said)[-1]))"
            return
        }
        (terraform "-chdir=$folder" validate -json -no-color 2>$null | ConvertFrom-Json).valid | Should -BeTrue
        terraform "-chdir=$folder" fmt -check -no-color 2>$null | Should -BeNullOrEmpty
    }
}
