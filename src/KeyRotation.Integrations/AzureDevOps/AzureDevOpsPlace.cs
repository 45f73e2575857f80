using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Forms;

namespace KeyRotation.Integrations.AzureDevOps;

/// <summary>A variable group of Azure DevOps: the id can be read, the secret cannot, so that a former secret cannot be put back.</summary>
internal sealed class AzureDevOpsPlace : ExternalPlace
{
    private readonly VariableGroups groups;
    private readonly NameTemplate project;
    private readonly NameTemplate group;

    /// <param name="groups">The calls to Azure DevOps.</param>
    /// <param name="project">The project, with placeholders.</param>
    /// <param name="group">The group, with placeholders.</param>
    public AzureDevOpsPlace(VariableGroups groups, string project, string group)
    {
        this.groups = groups;
        this.project = new NameTemplate(project);
        this.group = new NameTemplate(group);
        Name = $"{project}/{group}";
    }

    public override string Kind => "AzureDevOps";

    public override string Name { get; }

    public override bool CanBeRestored => false;

    public override ExternalForm TakesForm => ExternalForm.Variables;

    public override string? ProblemOf(KeyForm form)
    {
        (string id, string secret) = KeyFormNames.InEnvironment(form);
        IEnumerable<string> names = [id, secret, .. form.Members?.Keys.Cast<object>().Select(name => name.ToString() ?? string.Empty) ?? []];
        return names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Skip(1).Any()) is { Key: string twice }
            ? $"'{twice}' is the name of two things in it: to Azure DevOps, upper and lower case are the same."
            : null;
    }

    public override IDestination CreateDestination(ExternalPlaceOptions options) => new AzureDevOpsDestination(groups, project, group, options);
}
