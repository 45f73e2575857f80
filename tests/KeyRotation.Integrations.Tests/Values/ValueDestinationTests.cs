using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Values;
using Xunit;

namespace KeyRotation.Integrations.Tests.Values;

/// <summary>What holds for every place of named values, whatever the place is.</summary>
public sealed class ValueDestinationTests
{
    private const string Old = "AKIAOLDOLDOLDOLDOLD1";
    private const string New = "AKIANEWNEWNEWNEWNEW1";
    private const string Another = "AKIAOTHEROTHEROTHER1";

    private static readonly KeyOwner Owner = new("123456789012", "svc");

    private readonly MemoryPlace place = new();
    private readonly List<string> warnings = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_is_written_into_an_empty_place_and_read_back_and_taken_back(bool isDocument)
    {
        ValueDestination destination = Make(isDocument);
        Assert.Equal(PlaceContent.Empty, await destination.CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
        IDelivery delivery = destination.Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        StoredKey stored = await delivery.ReadBackAsync(TestContext.Current.CancellationToken);

        Assert.Equal((New, "the/new+secret"), (stored.AccessKeyId, SecretText.Reveal(stored.SecretAccessKey)));
        Assert.NotNull(await destination.FindAsync(Owner, New, TestContext.Current.CancellationToken));
        await delivery.UndoAsync(TestContext.Current.CancellationToken);
        await delivery.UndoAsync(TestContext.Current.CancellationToken);
        Assert.Null(place.Held);
    }

    [Fact]
    public async Task Other_values_stay_and_the_former_key_comes_back()
    {
        place.Held = Variables(Old, "old");
        place.Held["REGION"] = "eu-central-1";
        Dictionary<string, string> before = new(place.Held);
        ValueDestination destination = Make(isDocument: false);
        Assert.Equal(PlaceContent.ReplacedKey, await destination.CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
        IDelivery delivery = destination.Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(New, place.Held["AWS_ACCESS_KEY_ID"]);
        Assert.Equal("eu-central-1", place.Held["REGION"]);

        await delivery.UndoAsync(TestContext.Current.CancellationToken);

        Assert.Equal(before, place.Held);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_write_that_is_cut_anywhere_is_taken_back(int values)
    {
        place.Held = Variables(Old, "old");
        place.CutAfter = values;
        IDelivery delivery = Make(isDocument: false).Begin(Key());
        await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(TestContext.Current.CancellationToken));
        place.CutAfter = null;

        await delivery.UndoAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Variables(Old, "old"), place.Held);
    }

    [Fact]
    public async Task The_secret_is_there_before_the_id_is()
    {
        place.Held = Variables(Old, "old");
        place.CutAfter = 1;
        ValueDestination destination = Make(isDocument: false);
        await Assert.ThrowsAsync<DestinationException>(() => destination.Begin(Key()).WriteAsync(TestContext.Current.CancellationToken));

        Assert.Null(await destination.FindAsync(Owner, New, TestContext.Current.CancellationToken));
        Assert.Equal("the/new+secret", place.Held["AWS_SECRET_ACCESS_KEY"]);
    }

    [Fact]
    public async Task Another_writer_loses_nothing_and_is_not_written_over()
    {
        place.Held = Variables(Old, "old");
        place.OtherWriters.Enqueue(("REGION", "eu-west-1"));
        place.OtherWriters.Enqueue(("REGION", "eu-west-2"));
        await Make(isDocument: false).Begin(Key()).WriteAsync(TestContext.Current.CancellationToken);

        Assert.Equal("eu-west-2", place.Held["REGION"]);
        Assert.Equal(New, place.Held["AWS_ACCESS_KEY_ID"]);
        Assert.Equal(1, place.Writes);
    }

    [Fact]
    public async Task Another_key_that_came_meanwhile_stays()
    {
        place.Held = Variables(Old, "old");
        place.OtherWriters.Enqueue(("AWS_ACCESS_KEY_ID", Another));
        IDelivery delivery = Make(isDocument: false).Begin(Key());
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(TestContext.Current.CancellationToken));

        Assert.True(problem.IsAnotherKeyThere);
        Assert.Equal(Another, place.Held["AWS_ACCESS_KEY_ID"]);
        Assert.Equal(0, place.Writes);
    }

    [Fact]
    public async Task What_was_changed_after_the_delivery_is_not_taken_back()
    {
        place.Held = Variables(Old, "old");
        IDelivery delivery = Make(isDocument: false).Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        place.Held["AWS_ACCESS_KEY_ID"] = Another;

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(TestContext.Current.CancellationToken));

        Assert.Contains("changed by another program", problem.Message, System.StringComparison.Ordinal);
        Assert.Equal(Another, place.Held["AWS_ACCESS_KEY_ID"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_key_is_refused_before_anything_is_created_and_written_over_where_asked_for(bool isDocument)
    {
        place.Held = isDocument
            ? new() { [string.Empty] = $$"""{"AccessKeyId":"{{Another}}","SecretAccessKey":"x"}""" }
            : Variables(Another, "x");
        Assert.True((await Assert.ThrowsAsync<DestinationException>(() => Make(isDocument).CheckAsync(Owner, Old, TestContext.Current.CancellationToken))).IsAnotherKeyThere);
        Assert.Equal(PlaceContent.AnotherKey, await Make(isDocument, overwrite: true).CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_cannot_be_deleted_is_emptied_and_an_undo_can_be_called_again()
    {
        place.KeepsNames = true;
        ValueDestination destination = Make(isDocument: true);
        IDelivery delivery = destination.Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        await delivery.UndoAsync(TestContext.Current.CancellationToken);
        await delivery.UndoAsync(TestContext.Current.CancellationToken);

        Assert.Equal([], place.Held!);
        Assert.Equal(2, place.Writes);
        Assert.Equal(PlaceContent.Empty, await destination.CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_place_is_told_what_was_there_when_it_is_to_be_put_back()
    {
        place.Held = Variables(Old, "old");
        IDelivery delivery = Make(isDocument: false).Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        await delivery.UndoAsync(TestContext.Current.CancellationToken);

        Assert.Equal("old", Assert.Single(place.Restored).TextOf("AWS_SECRET_ACCESS_KEY"));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_refuses_before_a_key_is_created()
    {
        place.Refusal = "No way in.";

        Assert.Equal("No way in.", (await Assert.ThrowsAsync<DestinationException>(() => Make(isDocument: true).CheckAsync(Owner, Old, TestContext.Current.CancellationToken))).Message);
    }

    [Fact]
    public void The_journal_tells_places_of_one_kind_apart() => Assert.Equal("Memory@1", Make(isDocument: true).Place);

    [Fact]
    public async Task Half_a_key_is_refused()
    {
        place.Held = new() { ["AWS_ACCESS_KEY_ID"] = Old };
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => Make(isDocument: false).CheckAsync(Owner, Old, TestContext.Current.CancellationToken));

        Assert.Contains("AWS_SECRET_ACCESS_KEY", problem.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_smtp_password_beside_the_key_is_warned_of()
    {
        place.Held = Variables(Old, "old");
        place.Held["SMTP_PASSWORD"] = System.Convert.ToBase64String([4, .. Enumerable.Repeat((byte)7, 32)]);
        await Make(isDocument: false).CheckAsync(Owner, Old, TestContext.Current.CancellationToken);

        Assert.Contains("SMTP password", Assert.Single(warnings), System.StringComparison.Ordinal);
    }

    [Fact]
    public void Destinations_that_cannot_take_a_form_say_so() =>
        Assert.Contains("Memory", Assert.Throws<System.ArgumentException>(() => Destination.External(new FormlessPlace()).WithForm(new KeyForm())).Message, System.StringComparison.Ordinal);

    private static Dictionary<string, string> Variables(string id, string secret) => new() { ["AWS_ACCESS_KEY_ID"] = id, ["AWS_SECRET_ACCESS_KEY"] = secret };

    private static KeyToDeliver Key() => new(Owner, New, SecretText.Protect("the/new+secret"), Old);

    private ValueDestination Make(bool isDocument, bool overwrite = false)
    {
        var options = new ExternalPlaceOptions(new KeyForm(), overwrite, warnings.Add);
        var name = new NameTemplate("aws/{UserName}");
        return isDocument ? ValueDestination.Document(place, name, options) : ValueDestination.Variables(place, name, options);
    }

    private sealed class FormlessPlace : ExternalPlace
    {
        public override string Kind => "Memory";

        public override string Name => "x";

        public override ExternalForm TakesForm => ExternalForm.None;

        public override IDestination CreateDestination(ExternalPlaceOptions options) => throw new System.NotSupportedException();
    }
}
