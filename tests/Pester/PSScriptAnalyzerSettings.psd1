# For the tests alone; everything else is held to every rule.
@{
    ExcludeRules = @(
        # Pester's blocks see each other's variables, which the analyser cannot know.
        'PSUseDeclaredVarsMoreThanAssignments'
        # What stands in for a vault's commands has to have their parameters.
        'PSReviewUnusedParameter'
        # The tests' own commands are called by tests, not by people: no -WhatIf, no help.
        'PSUseShouldProcessForStateChangingFunctions'
        'PSProvideCommentHelp'
        'PSAvoidUsingPositionalParameters'
    )
}
