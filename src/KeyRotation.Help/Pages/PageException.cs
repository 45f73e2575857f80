using System;

namespace KeyRotation.Help.Pages;

/// <summary>A page that is not laid out as the help needs it. The message is of the form that MSBuild shows as an error with its place.</summary>
public sealed class PageException : Exception
{
    /// <summary>Tells what is wrong, and where.</summary>
    /// <param name="file">The page.</param>
    /// <param name="line">The line, from 1 on.</param>
    /// <param name="problem">What is wrong, and what is expected.</param>
    public PageException(string file, int line, string problem)
        : base($"{file}({line}): error HELP: {problem}")
    {
    }
}
