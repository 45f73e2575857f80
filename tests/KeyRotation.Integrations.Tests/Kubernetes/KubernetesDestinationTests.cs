using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Integrations.Kubernetes;
using KeyRotation.Integrations.Tests.Support;
using Xunit;

namespace KeyRotation.Integrations.Tests.Kubernetes;

/// <summary>A key in a secret of a cluster, over real HTTP.</summary>
public sealed class KubernetesDestinationTests : IAsyncDisposable
{
    private const string Old = "AKIAOLDOLDOLDOLDOLD1";
    private const string New = "AKIANEWNEWNEWNEWNEW1";
    private const string Secret = "canary/secret+of/the/new/key";

    private static readonly KeyOwner Owner = new("123456789012", "svc");

    private readonly KubernetesServer cluster = new();
    private readonly List<string> warnings = [];
    private readonly List<TimeSpan> waits = [];
    private readonly string folder = Directory.CreateTempSubdirectory("keyrotation-").FullName;

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_secret_is_created_and_read_back_and_deleted_again()
    {
        IDestination destination = Make();
        Assert.Equal(PlaceContent.Empty, await CheckAsync(destination));
        Assert.Empty(cluster.Secrets);
        IDelivery delivery = destination.Begin(Key());
        await delivery.WriteAsync(Stop);
        StoredKey stored = await delivery.ReadBackAsync(Stop);

        Assert.Equal((New, Secret), (stored.AccessKeyId, SecretText.Reveal(stored.SecretAccessKey)));
        Assert.Equal((New, Secret), (cluster.Text("svc-aws", "AWS_ACCESS_KEY_ID"), cluster.Text("svc-aws", "AWS_SECRET_ACCESS_KEY")));
        Assert.NotNull(await destination.FindAsync(Owner, New, Stop));
        await delivery.UndoAsync(Stop);
        await delivery.UndoAsync(Stop);

        Assert.Empty(cluster.Secrets);
        Assert.Empty(cluster.Complaints);
    }

    [Fact]
    public async Task Data_labels_and_annotations_of_others_stay_and_the_former_key_comes_back()
    {
        cluster.Put("svc-aws", ("AWS_ACCESS_KEY_ID", Old), ("AWS_SECRET_ACCESS_KEY", "old"), ("region", "eu-central-1")).AsObject()["data"]!["binary"] = "/w==";
        string before = WithoutVersion(cluster.Secrets["svc-aws"]);
        IDestination destination = Make();
        Assert.Equal(PlaceContent.ReplacedKey, await CheckAsync(destination));
        Assert.Equal(before, WithoutVersion(cluster.Secrets["svc-aws"]));
        IDelivery delivery = destination.Begin(Key());
        await delivery.WriteAsync(Stop);
        Assert.Equal(New, cluster.Text("svc-aws", "AWS_ACCESS_KEY_ID"));
        Assert.Equal("/w==", (string?)cluster.Secrets["svc-aws"]["data"]!["binary"]);
        Assert.Equal("billing", (string?)cluster.Secrets["svc-aws"]["metadata"]!["labels"]!["app"]);

        await delivery.UndoAsync(Stop);

        Assert.Equal(before, WithoutVersion(cluster.Secrets["svc-aws"]));
        Assert.Empty(cluster.Complaints);
    }

    [Fact]
    public async Task A_form_names_the_data_and_adds_members()
    {
        var form = new KeyForm { IdName = "id", SecretName = "secret", Members = new Hashtable { ["user"] = "{UserName}" } };
        cluster.Put("svc-aws", ("id", Old), ("secret", "old"));
        IDelivery delivery = Make(form: form).Begin(Key());
        await delivery.WriteAsync(Stop);
        Assert.Equal((New, Secret, "svc"), (cluster.Text("svc-aws", "id"), cluster.Text("svc-aws", "secret"), cluster.Text("svc-aws", "user")));

        await delivery.UndoAsync(Stop);

        Assert.Equal((Old, "old", null), (cluster.Text("svc-aws", "id"), cluster.Text("svc-aws", "secret"), cluster.Text("svc-aws", "user")));
    }

    [Theory]
    [InlineData("get", "get")]
    [InlineData("create dry", "create")]
    [InlineData("delete dry", "delete")]
    public async Task A_permission_that_is_missing_is_named_before_a_key_is_created(string call, string verb)
    {
        cluster.Forbidden.Add(verb);
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(Make()));

        Assert.Equal(FailureCategory.PermissionDenied, problem.Category);
        Assert.Contains($"the verb '{verb}' on the resource 'secrets'", problem.Message, StringComparison.Ordinal);
        Assert.Equal(call, cluster.Calls[^1]);
        Assert.Empty(cluster.Secrets);
    }

    [Fact]
    public async Task The_permission_to_change_a_secret_is_asked_for_before_a_key_is_created()
    {
        cluster.Put("svc-aws", ("AWS_ACCESS_KEY_ID", Old), ("AWS_SECRET_ACCESS_KEY", "old"));
        cluster.Forbidden.Add("patch");

        Assert.Contains("the verb 'patch'", (await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(Make()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_immutable_secret_is_refused_before_a_key_is_created()
    {
        cluster.Put("svc-aws", ("AWS_ACCESS_KEY_ID", Old), ("AWS_SECRET_ACCESS_KEY", "old"))["immutable"] = true;

        Assert.Contains("immutable", (await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(Make()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_became_immutable_meanwhile_is_not_changed_and_the_answer_is_not_quoted()
    {
        cluster.Put("svc-aws", ("AWS_ACCESS_KEY_ID", Old), ("AWS_SECRET_ACCESS_KEY", "old"));
        cluster.Meanwhile = () => cluster.Secrets["svc-aws"]["immutable"] = true;
        IDelivery delivery = Make().Begin(Key());
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(Stop));

        Assert.Contains("422: data", problem.Message, StringComparison.Ordinal);
        AssertNoSecret(problem);
        await delivery.UndoAsync(Stop);
        Assert.Equal(Old, cluster.Text("svc-aws", "AWS_ACCESS_KEY_ID"));
    }

    [Fact]
    public async Task A_namespace_that_is_missing_is_refused_before_a_key_is_created() => Assert.Contains(
        "no namespace 'elsewhere'",
        (await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(Make(name: "svc-aws", space: "elsewhere")))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(400, "admission webhook \"policy.example.com\" denied the request", null, "'policy.example.com'")]
    [InlineData(403, "admission webhook \"policy.example.com\" denied the request", null, "'policy.example.com'")]
    [InlineData(422, "ValidatingAdmissionPolicy 'no-keys' with binding 'all' denied request", null, "'no-keys'")]
    [InlineData(403, "exceeded quota: secrets-quota, requested: count/secrets=1", null, "'secrets-quota'")]
    [InlineData(403, "unable to create new content in namespace apps because it is being terminated", "NamespaceTerminating", "is being deleted")]
    public async Task What_the_cluster_does_not_admit_is_refused_before_a_key_is_created_and_not_quoted(int status, string message, string? cause, string said)
    {
        cluster.Admission = isDryRun => isDryRun ? (status, message, cause) : null;
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(Make()));
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);

        cluster.Admission = isDryRun => isDryRun ? null : (status, message, cause);
        problem = await Assert.ThrowsAsync<DestinationException>(() => Make().Begin(Key()).WriteAsync(Stop));
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        AssertNoSecret(problem);
    }

    [Fact]
    public async Task A_webhook_that_takes_no_dry_run_stops_nothing()
    {
        cluster.Admission = isDryRun => isDryRun ? (400, "admission webhook \"policy.example.com\" does not support dry run", null) : null;
        Assert.Equal(PlaceContent.Empty, await CheckAsync(Make()));
        await Make().Begin(Key()).WriteAsync(Stop);

        Assert.Equal(Secret, cluster.Text("svc-aws", "AWS_SECRET_ACCESS_KEY"));
    }

    [Fact]
    public async Task A_secret_that_a_controller_keeps_is_warned_of()
    {
        cluster.Put("svc-aws", ("AWS_ACCESS_KEY_ID", Old), ("AWS_SECRET_ACCESS_KEY", "old"))["metadata"]!["ownerReferences"] = new JsonArray(
            new JsonObject { ["apiVersion"] = "external-secrets.io/v1", ["kind"] = "ExternalSecret", ["name"] = "api", ["uid"] = "u", ["controller"] = true });
        await CheckAsync(Make());

        Assert.Contains("ExternalSecret 'api'", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_writer_loses_nothing()
    {
        cluster.Put("svc-aws", ("AWS_ACCESS_KEY_ID", Old), ("AWS_SECRET_ACCESS_KEY", "old"));
        cluster.Meanwhile = () => cluster.Put("svc-aws", ("AWS_ACCESS_KEY_ID", Old), ("AWS_SECRET_ACCESS_KEY", "old"), ("region", "eu-west-1"));
        await Make().Begin(Key()).WriteAsync(Stop);

        Assert.Equal((New, "eu-west-1"), (cluster.Text("svc-aws", "AWS_ACCESS_KEY_ID"), cluster.Text("svc-aws", "region")));
        Assert.Equal(["get", "patch", "get", "patch"], cluster.Calls);
    }

    [Fact]
    public async Task A_secret_that_another_program_created_meanwhile_is_read_and_its_key_stays()
    {
        cluster.Meanwhile = () => cluster.Put("svc-aws", ("AWS_ACCESS_KEY_ID", "AKIAOTHEROTHEROTHER1"), ("AWS_SECRET_ACCESS_KEY", "other"));
        IDelivery delivery = Make().Begin(Key());

        Assert.True((await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(Stop))).IsAnotherKeyThere);
        Assert.Equal("other", cluster.Text("svc-aws", "AWS_SECRET_ACCESS_KEY"));
    }

    public static TheoryData<string, bool, string, int> Cuts()
    {
        var cuts = new TheoryData<string, bool, string, int>();
        foreach (bool isThere in new[] { false, true })
        {
            foreach (string verb in isThere ? new[] { "get", "patch" } : ["get", "create", "delete"])
            {
                foreach (Fault fault in new[] { Fault.CutBefore, Fault.CutAfter, Fault.Broken, Fault.Busy })
                {
                    cuts.Add(verb, isThere, fault.ToString(), 1);
                    cuts.Add(verb, isThere, fault.ToString(), 4);
                }
            }
        }

        return cuts;
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task An_answer_that_is_lost_is_recognised_and_everything_is_taken_back(string verb, bool isThere, string fault, int times)
    {
        if (isThere)
        {
            cluster.Put("svc-aws", ("AWS_ACCESS_KEY_ID", Old), ("AWS_SECRET_ACCESS_KEY", "old"), ("region", "eu-central-1"));
        }

        string? before = isThere ? WithoutVersion(cluster.Secrets["svc-aws"]) : null;
        IDelivery delivery = Make().Begin(Key());
        cluster.Faults[verb] = (Enum.Parse<Fault>(fault), times);
        DestinationException? problem = await TryAsync(() => delivery.WriteAsync(Stop));
        if (problem is null)
        {
            Assert.Equal(Secret, SecretText.Reveal((await delivery.ReadBackAsync(Stop)).SecretAccessKey));
        }

        problem ??= await TryAsync(() => delivery.UndoAsync(Stop));
        cluster.Faults.Clear();
        await delivery.UndoAsync(Stop);

        Assert.Equal(before, isThere ? WithoutVersion(cluster.Secrets["svc-aws"]) : cluster.Secrets.Keys.FirstOrDefault());
        Assert.Equal(times == 4, problem is not null);
        Assert.Empty(cluster.Complaints);
        if (problem is not null)
        {
            AssertNoSecret(problem);
        }
    }

    [Fact]
    public async Task The_time_that_a_busy_server_asks_for_is_waited_and_hours_are_not()
    {
        cluster.Faults["get"] = (Fault.Busy, 1);
        await CheckAsync(Make());
        Assert.Equal([TimeSpan.FromSeconds(7)], waits);
        waits.Clear();
        cluster.Faults["get"] = (Fault.BusyForLong, 1);

        Assert.Contains("busy", (await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(Make()))).Message, StringComparison.Ordinal);
        Assert.Empty(waits);
    }

    [Fact]
    public async Task Credentials_that_the_cluster_does_not_accept_are_said_and_not_shown()
    {
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(Make(token: "wrong")));

        Assert.Equal(FailureCategory.AuthenticationError, problem.Category);
        AssertNoSecret(problem);
    }

    [Theory]
    [InlineData("Svc")]
    [InlineData("svc_billing")]
    [InlineData("svc@example.com")]
    [InlineData("-svc")]
    public async Task A_name_that_Kubernetes_does_not_allow_is_refused_without_a_call(string user)
    {
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => Make(name: "{UserName}").CheckAsync(new KeyOwner("123456789012", user), Old, Stop));

        Assert.Contains("lower-case letters", problem.Message, StringComparison.Ordinal);
        Assert.Empty(cluster.Calls);
    }

    [Fact]
    public void Nothing_of_a_destination_shows_a_credential()
    {
        Destination destination = Destination.External(new KubernetesPlace(Options("svc-aws", "apps", KubernetesServer.Token), WaitAsync));

        Assert.Equal("Kubernetes:prod/apps/svc-aws", destination.ToString());
        Assert.DoesNotContain(typeof(Destination).GetProperties(), property => property.GetValue(destination) is ExternalPlace);
    }

    [Fact]
    public void The_journal_names_the_context_and_the_namespace_in_characters_that_a_tag_takes()
    {
        var name = new NameTemplate("x");
        Assert.Equal("Kubernetes@gke_project_zone_prod:apps", new KubernetesOptions(name, "apps", "gke_project_zone_prod", null).Place);
        Assert.Matches("^Kubernetes@[0-9A-F]{16}:apps$", new KubernetesOptions(name, "apps", "arn:aws:eks:eu-central-1:123456789012:cluster/prod", null).Place);
        Assert.Matches("^Kubernetes@[0-9A-F]{16}:default$", new KubernetesOptions(name, null, "a+b", null).Place);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static KeyToDeliver Key() => new(Owner, New, SecretText.Protect(Secret), Old);

    private static async Task<DestinationException?> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (DestinationException problem)
        {
            return problem;
        }
    }

    private static Task<PlaceContent> CheckAsync(IDestination destination) => destination.CheckAsync(Owner, Old, Stop);

    private static string WithoutVersion(JsonObject secret)
    {
        JsonObject copy = secret.DeepClone().AsObject();
        copy["metadata"]!.AsObject().Remove("resourceVersion");
        copy["data"] = new JsonObject(copy["data"]!.AsObject().OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => KeyValuePair.Create(item.Key, item.Value?.DeepClone())));
        return copy.ToJsonString();
    }

    private static void AssertNoSecret(Exception problem)
    {
        foreach (string hidden in new[] { Secret, KubernetesServer.Base64(Secret), KubernetesServer.Token })
        {
            Assert.DoesNotContain(hidden, problem.ToString(), StringComparison.Ordinal);
        }
    }

    private IDestination Make(string name = "{UserName}-aws", string space = "apps", string token = KubernetesServer.Token, KeyForm? form = null, bool overwrite = false) =>
        new KubernetesPlace(Options(name, space, token), WaitAsync).CreateDestination(new ExternalPlaceOptions(form ?? new KeyForm(), overwrite, warnings.Add));

    private KubernetesOptions Options(string name, string space, string token)
    {
        string file = Path.Combine(folder, Guid.NewGuid() + ".yaml");
        File.WriteAllText(file, KubeConfigs.Of(cluster.Endpoint, $"token: {token}"));
        return new KubernetesOptions(new NameTemplate(name), space, "prod", file);
    }

    private Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        waits.Add(time);
        return Task.CompletedTask;
    }
}
