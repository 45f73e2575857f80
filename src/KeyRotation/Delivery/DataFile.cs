using System;
using System.Collections;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KeyRotation.Commands.Delivery;

/// <summary>A data file of PowerShell, as Import-PowerShellDataFile reads it: nothing in it is run.</summary>
internal static class DataFile
{
    /// <exception cref="FormatException">It cannot be read, or is not a hashtable of plain values.</exception>
    public static IDictionary Read(PSCmdlet cmdlet, string path)
    {
        try
        {
            string file = cmdlet.GetUnresolvedProviderPathFromPSPath(path);
            if (!File.Exists(file))
            {
                throw new FormatException("The file is not there. Check the path; the current folder is the start of a relative one.");
            }

            ScriptBlockAst parsed = Parser.ParseFile(file, out _, out ParseError[] errors);
            return errors.Length > 0 ? throw new FormatException($"Line {errors[0].Extent.StartLineNumber}: {errors[0].Message}")
                : parsed.Find(node => node is HashtableAst, searchNestedScriptBlocks: false) is HashtableAst table ? (IDictionary)table.SafeGetValue()
                : throw new FormatException("It is not a data file: a .psd1 file has one hashtable, as in @{ Rules = @(…) }.");
        }
        catch (Exception problem) when (problem is InvalidOperationException or RuntimeException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException(problem.Message, problem);
        }
    }
}
