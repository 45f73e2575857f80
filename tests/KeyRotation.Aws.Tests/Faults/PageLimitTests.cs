using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.ParameterStore;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Faults;

/// <summary>Lists that a server gives page by page and never ends.</summary>
public sealed class PageLimitTests
{
    public static TheoryData<string> Lists => ["ListUsers", "ListAccessKeys", "ListUserTags", "DescribeParameters"];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Pages_that_lead_back_to_an_earlier_one_end_in_an_error(string operation)
    {
        await using var stub = new StubServer(_ => StubAnswer.Ok(string.Empty));
        stub.Answer = _ => Page(operation, stub.Requests.Count % 2 == 1 ? "A" : "B");

        ServiceException problem = await AnswerLimitTests.AssertLimitAsync("seen before", token => ListAsync(operation, stub.Endpoint, token));

        Assert.Equal(ServiceErrorKind.MalformedAnswer, problem.Kind);
        Assert.Equal(3, stub.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Pages_without_end_are_given_up_after_a_thousand(string operation)
    {
        await using var stub = new StubServer(_ => StubAnswer.Ok(string.Empty));
        stub.Answer = _ => Page(operation, stub.Requests.Count.ToString(CultureInfo.InvariantCulture));

        await AnswerLimitTests.AssertLimitAsync("1,000 pages", token => ListAsync(operation, stub.Endpoint, token));

        Assert.Equal(1000, stub.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Items_without_end_are_given_up_after_a_hundred_thousand(string operation)
    {
        string item = operation switch
        {
            "ListUsers" => "<member><UserName>a</UserName><Arn>b</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></member>",
            "ListAccessKeys" => "<member><AccessKeyId>a</AccessKeyId><Status>Active</Status><CreateDate>2026-01-01T00:00:00Z</CreateDate></member>",
            "ListUserTags" => "<member><Key>a</Key><Value/></member>",
            _ => "{\"Name\":\"b\"}",
        };
        string items = string.Join(operation == "DescribeParameters" ? "," : string.Empty, Enumerable.Repeat(item, 10_000));
        await using var stub = new StubServer(_ => StubAnswer.Ok(string.Empty));
        stub.Answer = _ => Page(operation, stub.Requests.Count.ToString(CultureInfo.InvariantCulture), items);

        await AnswerLimitTests.AssertLimitAsync("100,000 items", token => ListAsync(operation, stub.Endpoint, token));

        Assert.Equal(11, stub.Requests.Count);
    }

    [Fact]
    public async Task A_list_of_few_and_long_items_is_given_up_before_it_fills_the_memory()
    {
        await using var stub = new StubServer(_ => StubAnswer.Ok(string.Empty));
        string value = new('v', 7 << 20);
        stub.Answer = _ => Page("ListUserTags", stub.Requests.Count.ToString(CultureInfo.InvariantCulture), $"<member><Key>{stub.Requests.Count}</Key><Value>{value}</Value></member>");

        await AnswerLimitTests.AssertLimitAsync("32 MiB", token => ListAsync("ListUserTags", stub.Endpoint, token));

        Assert.Equal(5, stub.Requests.Count);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_list_between_its_pages()
    {
        using var stopping = new CancellationTokenSource();
        await using var stub = new StubServer(_ => StubAnswer.Ok(string.Empty));
        stub.Answer = _ =>
        {
            if (stub.Requests.Count == 5)
            {
                stopping.Cancel();
            }

            return Page("DescribeParameters", stub.Requests.Count.ToString(CultureInfo.InvariantCulture));
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ListAsync("DescribeParameters", stub.Endpoint, stopping.Token));

        Assert.Equal(5, stub.Requests.Count);
    }

    private static StubAnswer Page(string operation, string marker, string items = "")
    {
        string list = operation switch
        {
            "ListUsers" => "Users",
            "ListAccessKeys" => "AccessKeyMetadata",
            _ => "Tags",
        };
        return operation == "DescribeParameters"
            ? StubAnswer.Json($$"""{"Parameters": [{{items}}], "NextToken": {{JsonValue.Create(marker).ToJsonString()}}}""")
            : StubAnswer.Ok($"<{operation}Response><{operation}Result><{list}>{items}</{list}><IsTruncated>true</IsTruncated><Marker>{marker}</Marker></{operation}Result></{operation}Response>");
    }

    private static async Task ListAsync(string operation, Uri endpoint, CancellationToken cancellationToken)
    {
        using IamClient iam = Clients.IamOnce(endpoint);
        using JsonClient ssm = Clients.Json(ServiceIdentity.Ssm, endpoint);
        await (operation switch
        {
            "ListUsers" => iam.ListUsersAsync(cancellationToken),
            "ListAccessKeys" => iam.ListAccessKeysAsync("svc", cancellationToken),
            "ListUserTags" => iam.ListUserTagsAsync("svc", cancellationToken),
            _ => (Task)ParameterDescription.KmsKeyAsync(ssm, "a", cancellationToken),
        });
    }
}
