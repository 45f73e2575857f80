using System;
using System.Collections.Generic;

namespace KeyRotation.Aws.Calls;

/// <summary>Follows a list from page to page, as far as <see cref="AnswerLimits"/> lets it and never in a circle.</summary>
internal sealed class PageWalk
{
    private readonly ServiceClient client;
    private readonly string operation;
    private readonly int mostPages;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private int pages;
    private int items;
    private long bytes;

    /// <param name="client">What asks for the pages.</param>
    /// <param name="operation">The operation that gives them.</param>
    /// <param name="mostPages">How many there may be: more than usual for a service that gives few items a page.</param>
    public PageWalk(ServiceClient client, string operation, int mostPages = AnswerLimits.MostPages)
    {
        this.mostPages = mostPages;
        this.client = client;
        this.operation = operation;
    }

    /// <summary>Takes a page into account, before its items are kept.</summary>
    /// <param name="itemCount">How many items it has.</param>
    /// <param name="size">How many bytes it took.</param>
    /// <param name="next">The marker of the page behind it; null when it is the last one.</param>
    /// <exception cref="ServiceException">The list is over a limit, or leads back.</exception>
    public void Add(int itemCount, long size, string? next)
    {
        pages++;
        items += itemCount;
        bytes += size;
        if (Problem(next) is AnswerLimitException problem)
        {
            throw client.OverLimit(operation, problem);
        }
    }

    private AnswerLimitException? Problem(string? next) =>
        items > AnswerLimits.MostItems ? AnswerLimitException.TooManyItems()
        : bytes > AnswerLimits.LargestList ? AnswerLimitException.ListTooLarge()
        : next is null ? null
        : !seen.Add(next) ? AnswerLimitException.Circle()
        : pages == mostPages ? AnswerLimitException.TooManyPages(mostPages)
        : null;
}
