using System;
using System.Linq;

namespace KeyRotation.Alternatives.Plans;

/// <summary>Trust policies as JSON in one line. What is put in is ours, digits, or a placeholder: nothing has to be escaped.</summary>
internal static class TrustText
{
    public static string ForService(string service, params string[] actions) => Statement($"\"Service\":\"{service}\"", actions.Length == 0 ? ["sts:AssumeRole"] : actions, condition: null);

    public static string ForFederation(string providerArn, string condition) => Statement($"\"Federated\":\"{providerArn}\"", ["sts:AssumeRoleWithWebIdentity"], condition);

    public static string ForAccount(string principal, string condition) => Statement($"\"AWS\":\"{principal}\"", ["sts:AssumeRole"], condition);

    public static string ForService(string service, string[] actions, string condition) => Statement($"\"Service\":\"{service}\"", actions, condition);

    private static string Statement(string principal, string[] actions, string? condition)
    {
        string action = actions.Length == 1 ? $"\"{actions[0]}\"" : "[" + string.Join(",", actions.Select(name => $"\"{name}\"")) + "]";
        string end = condition is null ? string.Empty : ",\"Condition\":" + condition;
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{" + principal + "},\"Action\":" + action + end + "}]}";
    }

    /// <summary>One operator with its conditions.</summary>
    public static string Condition(string test, params (string Key, string Value)[] values) =>
        $"\"{test}\":{{" + string.Join(",", values.Select(pair => $"\"{pair.Key}\":\"{pair.Value}\"")) + "}";

    public static string Conditions(params string[] tests)
    {
        if (tests is null)
        {
            throw new ArgumentNullException(nameof(tests));
        }

        return "{" + string.Join(",", tests) + "}";
    }
}
