using KeyRotation.Tests.Schedules.Plans;

namespace KeyRotation.Tests.Schedules.Running;

/// <summary>Which user and key a work names.</summary>
internal static class Naming
{
    public static (int? User, int? Key) Of(Work work) => work switch
    {
        RotateUser rotate => (rotate.User, rotate.Key),
        Disable disable => (disable.User, disable.Key),
        DisableCompromised disable => (disable.User, disable.Key),
        Enable enable => (enable.User, enable.Key),
        Remove remove => (remove.User, remove.Key),
        WhatIf whatIf => Of(whatIf.Work),
        _ => (null, null),
    };

    /// <summary>A key is named of a user who has none: there is nothing to call the module for.</summary>
    public static bool IsVoid(Work work, World world) => Of(work) is (int user, int key) && world.KeyId(user, key) is null;
}
