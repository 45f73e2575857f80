terraform {
  required_version = ">= 1.3"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}

locals {
  arn_of = "arn:${data.aws_partition.this.partition}:%s:*:${data.aws_caller_identity.this.account_id}:%s"

  conditions = {
    for key, value in { "sts:ExternalId" = var.external_id, "aws:PrincipalOrgID" = var.organization_id } : key => value if value != null
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [var.trusted_principal_arn]
    }

    dynamic "condition" {
      for_each = local.conditions

      content {
        test     = "StringEquals"
        variable = condition.key
        values   = [condition.value]
      }
    }
  }
}

data "aws_iam_policy_document" "rotation" {
  statement {
    actions = [
      "iam:CreateAccessKey",
      "iam:DeleteAccessKey",
      "iam:GenerateCredentialReport",
      "iam:GetAccessKeyLastUsed",
      "iam:GetCredentialReport",
      "iam:ListAccessKeys",
      "iam:ListUserTags",
      "iam:TagUser",
      "iam:UntagUser",
      "iam:UpdateAccessKey",
    ]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = var.destination == "SecretsManager" ? [1] : []

    content {
      actions = [
        "secretsmanager:CreateSecret",
        "secretsmanager:DeleteSecret",
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:TagResource",
        "secretsmanager:UpdateSecretVersionStage",
      ]
      resources = [format(local.arn_of, "secretsmanager", "secret:iam/access-keys/*")]
    }
  }

  dynamic "statement" {
    for_each = var.destination == "ParameterStore" ? [1] : []

    content {
      actions = [
        "ssm:DeleteParameter",
        "ssm:GetParameter",
        "ssm:PutParameter",
      ]
      resources = [format(local.arn_of, "ssm", "parameter/iam/access-keys/*")]
    }
  }

  dynamic "statement" {
    for_each = var.destination == "ParameterStore" ? [1] : []

    content {
      actions   = ["ssm:DescribeParameters"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = var.role_name
  description          = "Assumed by KeyRotation to rotate the access keys of this account."
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "this" {
  name   = "KeyRotation"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.rotation.json
}

output "role_arn" {
  value = aws_iam_role.this.arn
}
