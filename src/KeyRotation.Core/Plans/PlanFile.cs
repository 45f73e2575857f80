using System;
using System.IO;
using KeyRotation.Export;
using KeyRotation.Files;

namespace KeyRotation.Plans;

/// <summary>Plans in files.</summary>
public static class PlanFile
{
    /// <summary>Refuses, before there is a plan, a file that could not be written. Changes nothing.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="KeyRotationException">The file is there (<c>PlanExists</c>), or cannot be written.</exception>
    public static void RequireNew(string path)
    {
        if (File.Exists(path))
        {
            throw PlanFailures.Exists(path);
        }

        ReportFile.Check(path, overwrite: false);
    }

    /// <summary>Writes a plan, whole or not at all. A plan that is there is not written over: it may have been approved.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="plan">The plan.</param>
    /// <returns>The plan with its path.</returns>
    /// <exception cref="KeyRotationException">The file is there, or cannot be written.</exception>
    public static RotationPlan Write(string path, RotationPlan plan)
    {
        RequireNew(path);
        ReportFile.Write(path, PlanText.Of(plan), overwrite: false);
        return plan with { Path = path };
    }

    /// <summary>Reads a plan that is to be carried out.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="approvedHash">The hash that was approved; null where the file's own is trusted.</param>
    /// <param name="conditions">What is due now, which has to be what the plan was made with.</param>
    /// <exception cref="KeyRotationException">It is not there, not a plan, was changed, or is not the plan that was approved.</exception>
    public static RotationPlan Read(string path, string? approvedHash, PlanConditions conditions)
    {
        RotationPlan plan = Parse(path, out string? written) with { Path = path };
        if (plan.Hash != written)
        {
            throw PlanFailures.Changed(path);
        }

        if (approvedHash is not null && !string.Equals(approvedHash, plan.Hash, StringComparison.OrdinalIgnoreCase))
        {
            throw PlanFailures.NotApproved(path, plan.Hash, approvedHash);
        }

        return plan.Conditions == conditions ? plan : throw PlanFailures.OtherConditions(path, plan.Conditions.DifferencesFrom(conditions));
    }

    private static RotationPlan Parse(string path, out string? hash)
    {
        if (!File.Exists(path))
        {
            throw PlanFailures.NotFound(path);
        }

        try
        {
            string text = FileFailures.Guard("read", path, () => File.ReadAllText(path));
            return PlanText.Parse(text, out hash);
        }
        catch (InvalidDataException problem)
        {
            throw PlanFailures.Unreadable(path, problem);
        }
        catch (DestinationException problem)
        {
            throw PlanFailures.Unreadable(path, problem);
        }
    }
}
