using System;
using System.Collections.Generic;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Maps;
using Xunit;

namespace KeyRotation.Tests.Delivery.Maps;

public sealed class PlaceMapTests
{
    [Fact]
    public void The_first_rule_that_means_a_user_counts_and_the_others_go_where_nobody_is_named()
    {
        var map = new PlaceMap<string>(
        [
            new PlaceRule<string>(["first"]) { UserName = Is("svc-a") },
            new PlaceRule<string>(["second"]) { UserName = name => name.StartsWith("svc-", StringComparison.Ordinal) },
        ])
        { Others = ["others"] };

        Assert.Equal(["first"], map.Find(User("svc-a")));
        Assert.Equal(["second"], map.Find(User("svc-b")));
        Assert.Equal(["others"], map.Find(User("alice")));
    }

    [Fact]
    public void All_conditions_of_a_rule_must_hold()
    {
        var map = new PlaceMap<string>(
        [
            new PlaceRule<string>(["x"])
            {
                Path = Is("/ci/"),
                Tags = new Dictionary<string, Func<string, bool>> { ["application"] = Is("billing") },
            },
        ]);

        Assert.Equal(["x"], map.Find(User("svc", "/ci/", ("Application", "billing"))));
        Assert.Null(map.Find(User("svc", "/other/", ("Application", "billing"))));
        Assert.Null(map.Find(User("svc", "/ci/", ("Application", "mail"))));
        Assert.Null(map.Find(User("svc", "/ci/")));
        Assert.Null(map.Find(User("svc", path: null, ("Application", "billing"))));
    }

    [Fact]
    public void A_rule_without_places_leaves_its_users_out()
    {
        var map = new PlaceMap<string>([new PlaceRule<string>([]) { UserName = Is("svc") }]) { Others = ["others"] };

        Assert.Null(map.Find(User("svc")));
    }

    [Theory]
    [InlineData("SecretsManager", "SecretsManager")]
    [InlineData("SecretsManager:billing/aws  ParameterStore:/billing/aws", "SecretsManager:billing/aws,ParameterStore:/billing/aws")]
    [InlineData("CI", "ci-place")]
    [InlineData("ci secretsmanager:x ci", "ci-place,SecretsManager:x")]
    public void A_tag_names_places_of_the_account_and_those_of_the_map(string tag, string expected) =>
        Assert.Equal(expected.Split(','), ByTag().Find(User("svc", path: null, ("KeyRotation:To", tag))));

    [Theory]
    [InlineData("Csv:/root/.ssh/authorized_keys")]
    [InlineData("Profile:default")]
    [InlineData("Json:/etc/x.json")]
    [InlineData("Vault:x")]
    [InlineData("nosuch")]
    [InlineData("SecretsManager:")]
    [InlineData("")]
    public void A_tag_that_names_another_place_is_refused(string tag)
    {
        KeyRotationException problem = Assert.Throws<KeyRotationException>(() => ByTag().Find(User("svc", path: null, ("keyrotation:to", tag))));

        Assert.Equal("DestinationTagInvalid", problem.ErrorId);
        Assert.Equal("svc", problem.Target!.UserName);
    }

    [Fact]
    public void A_tag_does_not_count_where_it_was_not_asked_for() =>
        Assert.Equal(["others"], new PlaceMap<string>([]) { Others = ["others"] }.Find(User("svc", path: null, ("keyrotation:to", "Csv:/x"))));

    private static PlaceMap<string> ByTag() => new([new PlaceRule<string>(["rule"])])
    {
        Named = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase) { ["ci"] = ["ci-place"] },
        OfTag = destination => destination.ToString(),
    };

    private static Func<string, bool> Is(string expected) => value => value == expected;

    private static UserToPlace User(string name, string? path = null, params (string Name, string Value)[] tags)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string tag, string value) in tags)
        {
            all[tag] = value;
        }

        return new UserToPlace(new KeyOwner("123456789012", name) { UserPath = path }, all);
    }
}
