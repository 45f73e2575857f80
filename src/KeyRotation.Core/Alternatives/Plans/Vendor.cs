using System.Collections.Generic;

namespace KeyRotation.Alternatives.Plans;

/// <summary>A vendor whose service works in the accounts of its customers.</summary>
/// <param name="Name">The vendor.</param>
/// <param name="Pattern">What its name is recognized by, in lower case and without spaces.</param>
/// <param name="AccountId">The vendor's AWS account, where its documentation gives one for all customers.</param>
internal sealed record Vendor(string Name, string Pattern, string? AccountId = null)
{
    public static IReadOnlyList<Vendor> All { get; } =
    [
        new("Datadog", "datadog", "464622532012"),
        new("New Relic", "newrelic", "754728514883"),
        new("CloudHealth", "cloudhealth", "454464851268"),
        new("Snowflake", "snowflake"),
        new("Databricks", "databricks"),
        new("Dynatrace", "dynatrace"),
        new("Splunk", "splunk"),
        new("Sumo Logic", "sumologic"),
        new("Fivetran", "fivetran"),
        new("CloudCheckr", "cloudcheckr"),
        new("Cloudability", "cloudability"),
        new("Lacework", "lacework"),
        new("Wiz", "wiz"),
        new("Elastic Cloud", "elasticcloud"),
    ];
}
