using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace KeyRotation.Tests.Permissions;

/// <summary>The templates that make the roles allow what docs/permissions.md documents, and nothing else.</summary>
public sealed class SetupTemplateTests
{
    private static readonly string[] Trust = ["sts:AssumeRole"];

    public static TheoryData<string> MemberTemplates => ["setup/member-role.yaml", "setup/terraform/main.tf"];

    [Theory]
    [MemberData(nameof(MemberTemplates))]
    public void The_role_in_an_account_allows_a_pass_and_the_destinations(string file)
    {
        IEnumerable<string> documented = DocumentedPolicies.Read()["Invoke-AccessKeyRotation"]
            .Concat(DocumentedPolicies.Destinations()["SecretsManager"])
            .Concat(DocumentedPolicies.Destinations()["ParameterStore"])
            .Concat(Trust);

        Assert.Equal(documented.Order(StringComparer.Ordinal), ActionsOf(file).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_role_of_the_workers_allows_what_a_worker_does()
    {
        string[] states = ["organizations:ListAccounts", "sqs:SendMessage", "states:DescribeExecution", "states:StartExecution", "states:StopExecution"];

        Assert.Equal(
            DocumentedPolicies.Worker().Concat(states).Concat(Trust).Order(StringComparer.Ordinal),
            ActionsOf("runbooks/step-functions.yaml").Order(StringComparer.Ordinal));
    }

    /// <summary>What looks like an action; keys of conditions and what is read only to make the template aside.</summary>
    private static IEnumerable<string> ActionsOf(string file) => Regex
        .Matches(File.ReadAllText(Path.Combine(DocumentedPolicies.Docs(), file)), @"(?<![\w:-])(?<action>(?:iam|secretsmanager|ssm|sts|sqs|states|organizations):[A-Z]\w+)(?![\w:])", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
        .Select(match => match.Groups["action"].Value)
        .Where(action => action != "sts:ExternalId")
        .Distinct(StringComparer.Ordinal);
}
