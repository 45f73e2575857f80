using System;
using System.Collections.Generic;

namespace KeyRotation.Sandbox.Sts;

/// <summary>A role.</summary>
internal sealed record RoleRecord(string RoleName, string RoleId, string Arn, IReadOnlyList<string>? AllowedActions);

/// <summary>Temporary credentials of an assumed role.</summary>
internal sealed record SessionRecord(
    RoleRecord Role, string AccessKeyId, string SecretAccessKey, string SessionToken, DateTimeOffset Expiration, string AssumedRoleId, string Arn);
