variable "role_name" {
  description = "The name of the role."
  type        = string
  default     = "KeyRotation"
}

variable "trusted_principal_arn" {
  description = "The role or user that rotates, e.g. arn:aws:iam::123456789012:role/KeyRotationWorker. It must exist."
  type        = string
}

variable "external_id" {
  description = "What the rotating side has to name (-ExternalId); null for none."
  type        = string
  default     = null
}

variable "organization_id" {
  description = "The organization that the rotating side has to be in, e.g. o-exampleorg; null for any."
  type        = string
  default     = null
}

variable "destination" {
  description = "Where new secrets are stored in the account: SecretsManager, ParameterStore or None."
  type        = string
  default     = "SecretsManager"

  validation {
    condition     = contains(["SecretsManager", "ParameterStore", "None"], var.destination)
    error_message = "The destination is SecretsManager, ParameterStore or None."
  }
}
